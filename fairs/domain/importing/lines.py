"""What a line of a sheet says once it is understood, and what is wrong with one that is not."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fairs.queries.duplicates import normal
from fairs.queries.people import folded

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Hashable, Mapping

    from fairs.domain.answers import Value


@dataclass(frozen=True)
class Complaint:
    """One thing to mend: on which line, under which column, what stands there, and what to do about it."""

    line: int
    column: str  # as it is written in the sheet; "" where it is about the whole line
    text: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str]) -> str:
        """What is wrong, in a language."""
        message = translate(self.message)
        return message % self.values if self.values else message

    def kept(self) -> dict[str, Any]:
        """As it can be written down."""
        return asdict(self)


@dataclass(frozen=True)
class Person:
    """Somebody whom a line registers."""

    line: int
    email: str
    name: str
    organisation: str
    role: str = ""
    language: str = "fr"
    family: str = ""  # slug of a family of the edition
    legal_form: str = ""
    siret: str = ""
    town: str = ""
    website: str = ""
    pitch: str = ""
    answers: Mapping[uuid.UUID, Value] = field(default_factory=dict)  # by question
    said: frozenset[str] = frozenset()  # the columns under which something stands
    cells: tuple[str, ...] = ()  # the line as it was sent

    @property
    def belongs_to(self) -> Hashable:
        """What tells their organisation from others."""
        return self.siret or self.by_name

    @cached_property
    def by_name(self) -> Hashable:
        """The same, without the SIRET."""
        return organisation_key(self.organisation, self.town)


@dataclass(frozen=True)
class Looked:
    """A whole sheet, looked over: those whom it can register, and everything that is to be mended."""

    people: tuple[Person, ...]
    complaints: tuple[Complaint, ...]
    doubles: Mapping[int, int]  # a line whose address stands on another line too: the one that counts
    faulty: tuple[tuple[int, tuple[str, ...]], ...]  # the lines that are complained of, as they were sent


def organisation_key(name: str, town: str) -> Hashable:
    """Organisations with the same key are most likely one, unless their SIRET says otherwise.

    Without a town the name must be the very same: there is a Recyclerie in every valley.
    """
    return (normal(name), normal(town)) if town else (folded(" ".join(name.split())), "")
