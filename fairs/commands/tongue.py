"""The language of this terminal: French where the system says so, English otherwise."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from fairs.texts import translator

if TYPE_CHECKING:
    from collections.abc import Callable


def language() -> str:
    """Its code."""
    spoken = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "fr" if spoken.startswith("fr") else "en"


def translate(sentence: str) -> str:
    """A sentence in it."""
    said: Callable[[str], str] = translator(language()).gettext
    return said(sentence)
