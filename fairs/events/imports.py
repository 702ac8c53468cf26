"""People who come in by a sheet, and the data of an edition that are taken home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.events.base import Event

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class SheetReceived(Event):
    """The organiser sent a sheet of people; nobody is in yet."""

    import_id: uuid.UUID


@dataclass(frozen=True)
class SheetThrownAway(Event):
    """It was thrown away before anybody was in."""

    import_id: uuid.UUID


@dataclass(frozen=True)
class ImportAsked(Event):
    """A sheet is to be carried out, its people are to be told, or all of it is to be undone."""

    job_id: uuid.UUID
    import_id: uuid.UUID
    act: str


@dataclass(frozen=True)
class PersonImported(Event):
    """Somebody was registered by a sheet."""

    participant_id: uuid.UUID
    import_id: uuid.UUID


@dataclass(frozen=True)
class PersonUpdated(Event):
    """A sheet said more, or something else, of somebody who was registered already."""

    participant_id: uuid.UUID
    import_id: uuid.UUID


@dataclass(frozen=True)
class ImportAnnounced(Event):
    """Somebody is to read that a sheet registered them, and how to refuse."""

    participant_id: uuid.UUID
    import_id: uuid.UUID


@dataclass(frozen=True)
class PersonTakenBack(Event):
    """Somebody whom a sheet had registered is not registered any more, because it was undone."""

    participant_id: uuid.UUID
    import_id: uuid.UUID


@dataclass(frozen=True)
class PeopleImported(Event):
    """A sheet is carried out: how many came in, were updated, and were left out."""

    import_id: uuid.UUID
    people: int
    updated: int
    left_out: int


@dataclass(frozen=True)
class ImportUndone(Event):
    """A sheet is undone: how many are gone, and how many stay because something happened since."""

    import_id: uuid.UUID
    people: int
    stay: int


@dataclass(frozen=True)
class ExportAsked(Event):
    """The organiser takes the data of the edition home."""

    job_id: uuid.UUID
