"""What can go wrong for a person. The text of an error is the sentence that the person will read."""

from __future__ import annotations


class FairError(Exception):
    """Something a person asked for that cannot be. Its text says what happened and what to do."""


class NotFound(FairError):
    """What was asked for does not exist, or is not for this person to see."""


class Refused(FairError):
    """A rule of the house forbids it; `field` names the place in a form where it can be mended."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class Unavailable(FairError):
    """A part of the installation is missing: a database, a library, a port."""


class SettingsError(FairError):
    """The environment is wrong: every fault, a line each."""
