"""Why a wish has no place, in the reader's language. The solver's own sentence is English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.reasons import REASONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def refusal(reason: str, details: Mapping[str, str], because: str, translate: Callable[[str], str]) -> str:
    """The sentence of a reason with its details filled in; the solver's own where there are none."""
    if reason not in REASONS or not details:
        return because
    return translate(REASONS[reason].sentence) % details
