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
