"""What happens around meetups: dates that are called off, followers, answers, activities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.events.base import Event

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class EditionCancelled(Event):
    """An edition will not be held."""

    by_rule: bool  # nobody had answered yet, and its date is none of the rule any more


@dataclass(frozen=True)
class CancellationAddressed(Event):
    """Somebody is told that an edition will not be held: a participant, or who follows the fair."""

    participant_id: uuid.UUID | None
    follower_id: uuid.UUID | None


@dataclass(frozen=True)
class SeriesChanged(Event):
    """The organiser said when the fair or meetup recurs."""


@dataclass(frozen=True)
class FollowingAsked(Event):
    """Somebody wants to hear of new dates; the address is not proven yet."""

    follower_id: uuid.UUID


@dataclass(frozen=True)
class FollowingConfirmed(Event):
    """The address was proven by pressing the button of the mailed page."""

    follower_id: uuid.UUID


@dataclass(frozen=True)
class FollowingStopped(Event):
    """Somebody wants to hear of new dates no more; nothing is kept of them."""


@dataclass(frozen=True)
class NewDateAddressed(Event):
    """Somebody who follows the fair is told of dates that were announced."""

    follower_id: uuid.UUID


@dataclass(frozen=True)
class AnswerChanged(Event):
    """Somebody answered otherwise: yes, maybe or no, or with other guests."""

    participant_id: uuid.UUID
    says: str
    guests: int


@dataclass(frozen=True)
class ActivityChanged(Event):
    """The organiser added an activity, or changed what it says."""

    activity_id: uuid.UUID


@dataclass(frozen=True)
class ActivityRemoved(Event):
    """The organiser took an activity out of the programme."""

    title: str


@dataclass(frozen=True)
class ActivityChosen(Event):
    """Somebody signed up for an activity, or out."""

    participant_id: uuid.UUID
    activity_id: uuid.UUID
    comes: bool
