"""What becomes of an edition as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.events.base import Event

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class VenueLaidOut(Event):
    """The organiser changed blocks or tables."""


@dataclass(frozen=True)
class EditionChanged(Event):
    """The organiser changed what an edition says or how it behaves."""

    changed: str = ""  # what, by the names of the settings, with blanks between them


@dataclass(frozen=True)
class EditionFounded(Event):
    """A fair and its first edition were made."""


@dataclass(frozen=True)
class EditionCloned(Event):
    """An edition was laid out like an earlier one of the same fair."""

    from_id: uuid.UUID


@dataclass(frozen=True)
class TextsWritten(Event):
    """The organiser changed what an edition says of itself."""


@dataclass(frozen=True)
class ZoneChanged(Event):
    """The times of an edition are those of another time zone."""


@dataclass(frozen=True)
class ZoneAnnounced(Event):
    """Somebody who counts on an edition is told of its time zone."""

    participant_id: uuid.UUID
    former_zone: str
    kept: str  # "clock" or "instants"


@dataclass(frozen=True)
class EditionTakenBack(Event):
    """An edition that nobody had registered for is a draft again."""


@dataclass(frozen=True)
class EditionEnded(Event):
    """The organiser ended an edition before its time."""

    ends_at: str  # when it was to end; ISO 8601


@dataclass(frozen=True)
class EditionResumed(Event):
    """An edition that was over goes on."""


@dataclass(frozen=True)
class FamiliesChanged(Event):
    """The organiser changed families, their places, or who may meet whom."""


@dataclass(frozen=True)
class FamilyAssigned(Event):
    """Somebody belongs to another family."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class QuestionsChanged(Event):
    """The organiser changed what those who register are asked."""


@dataclass(frozen=True)
class EditionMoved(Event):
    """An edition takes place on another day, at other hours, or elsewhere."""

    started_at: str = ""  # formerly; ISO 8601
    ended_at: str = ""
    venue: str = ""


@dataclass(frozen=True)
class MoveAnnounced(Event):
    """Somebody who counts on an edition is told that it moved."""

    participant_id: uuid.UUID
    started_at: str  # formerly; ISO 8601
    ended_at: str


@dataclass(frozen=True)
class EditionOpened(Event):
    """An edition came before the public, by hand or by its date."""

    by_date: bool


@dataclass(frozen=True)
class RegistrationClosed(Event):
    """Registration closed, by hand or by its date."""

    by_date: bool


@dataclass(frozen=True)
class WishesClosed(Event):
    """Wishes closed, by hand or by their date."""

    by_date: bool


@dataclass(frozen=True)
class FollowUpFellDue(Event):
    """The morning after: what became of the meetings can be asked."""


@dataclass(frozen=True)
class RetentionFellDue(Event):
    """What is kept of the people of an edition has been kept for long enough."""
