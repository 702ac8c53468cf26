"""The shape of a check: what must be true, where it is not, and what would make it so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Examination:
    """What checks look at: one state of the database, at one instant."""

    session: Session
    now: datetime
    calendar_domain: str


class Said:
    """A sentence with values in it, in the words of whoever reads it."""

    def __init__(self, template: str, **values: object) -> None:
        self.template, self.values = template, values

    def told(self, translate: Callable[[str], str]) -> str:
        """In a language."""
        return translate(self.template) % self.values


@dataclass(frozen=True)
class Finding:
    """Something that is not as it must be. Mending writes in the session of the examination."""

    sentence: Said
    remedy: Said  # what mending does; where it takes a person, what that person does
    mend: Callable[[], object] | None = None


@dataclass(frozen=True)
class Check:
    """A sentence that must be true, and where it is not."""

    name: str
    sentence: str  # translatable
    look: Callable[[Examination], Iterable[Finding]]
    mends: bool = True  # False: all that it finds is for a person, so that looking never keeps others waiting
