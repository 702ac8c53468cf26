"""What can go wrong for a person. The text of an error is the sentence that the person will read.

A sentence is written where it is raised, in English, as a message of the catalogue (`make translations`
looks for these classes): the page or the command that shows it asks for it in the reader's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta


class FairError(Exception):
    """Something a person asked for that cannot be. Its text says what happened and what to do."""

    def __init__(self, message: str = "", /, *, field: str | None = None, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values
        self.field = field  # the place in a form where it can be mended

    def sentence(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language."""
        message = translate(self.message) if self.message else ""
        return message % self.values if self.values else message


class NotFound(FairError):
    """What was asked for does not exist, or is not for this person to see."""


class Refused(FairError):
    """A rule of the house forbids it."""


class TooMany(Refused):
    """It was asked for too often. Says when to come back."""

    def __init__(self, message: str, wait: timedelta, /, **values: object) -> None:
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        super().__init__(message, field=None, minutes=minutes, **values)
        self.wait = wait


class Forbidden(FairError):
    """Whoever asks may see it, and may not change it."""


class Unavailable(FairError):
    """A part of the installation is missing: a database, a library, a port."""


class SettingsError(FairError):
    """The environment is wrong: every fault, a line each."""
