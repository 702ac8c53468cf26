"""Mails that are asked for, fall due, or come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.events.base import Event

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class TrialMailAsked(Event):
    """Somebody who checks how mails leave asked for one."""

    account_id: uuid.UUID


@dataclass(frozen=True)
class RemindersStopped(Event):
    """A participant wants no more mails that can be done without."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class RemindersResumed(Event):
    """A participant wants them after all."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class MailBounced(Event):
    """A mail that was taken came back. `participant_id`: whom it was for, if that is known."""

    mail_id: uuid.UUID
    participant_id: uuid.UUID | None
    said: str  # by the mail system, in its words


@dataclass(frozen=True)
class LetterAsked(Event):
    """The organiser wrote to many participants at once."""

    job_id: uuid.UUID


@dataclass(frozen=True)
class LetterAddressed(Event):
    """A letter of the organiser goes to one of those it was written to."""

    participant_id: uuid.UUID
    job_id: uuid.UUID


@dataclass(frozen=True)
class ReminderFellDue(Event):
    """The time came to remind a participant of the fair."""

    participant_id: uuid.UUID
    reminder: str  # "registration_unfinished", "wishes_missing", "two_days_before", "evening_before"


@dataclass(frozen=True)
class MeetingDrewNear(Event):
    """A meeting of somebody who asked to be reminded begins in a few minutes."""

    participant_id: uuid.UUID
    meeting_uid: str
    starts_at: str  # ISO 8601: a meeting that moved meanwhile is reminded of anew


@dataclass(frozen=True)
class ReminderSkipped(Event):
    """A reminder was found due when it was of no use any more."""

    reminder: str  # as above, or "before_meeting", "follow_up"
