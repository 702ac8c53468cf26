"""The catalogue of domain events: what can happen, in the past tense. Ids and scalars only.

An event is written with `fairs.outbox.record` and answered in `fairs.delivery.subscriptions`.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """Something that happened to an edition (or, without one, to the site)."""

    edition_id: uuid.UUID | None

    @property
    def payload(self) -> dict[str, Any]:
        """Everything but the edition, as JSON can hold it."""
        values = {name: value for name, value in vars(self).items() if name != "edition_id"}
        return {name: str(value) if isinstance(value, uuid.UUID) else value for name, value in values.items()}


@dataclass(frozen=True)
class RegistrationReceived(Event):
    """Somebody typed in a registration; the address is not proven yet."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class RegistrationRepeated(Event):
    """Somebody registered again with an address that is known."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class RegistrationConfirmed(Event):
    """The address was proven by pressing the button of the mailed page."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class RegistrationApproved(Event):
    """The organiser, or the edition's own rule, let somebody in."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class RegistrationDeclined(Event):
    """The organiser declined a registration."""

    participant_id: uuid.UUID
    words: str


@dataclass(frozen=True)
class ParticipantWithdrew(Event):
    """Somebody who was registered will not come."""

    participant_id: uuid.UUID
    takes_effect: bool  # whether the grid had to heed this person


@dataclass(frozen=True)
class PersonalLinkAsked(Event):
    """A participant asked for the personal link again."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class SignInAsked(Event):
    """An organiser asked for a link to sign in."""

    account_id: uuid.UUID


@dataclass(frozen=True)
class TrialMailAsked(Event):
    """Somebody who checks how mails leave asked for one."""

    account_id: uuid.UUID


@dataclass(frozen=True)
class WishesDeclared(Event):
    """A participant changed wishes."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class AbsencesDeclared(Event):
    """A participant said when they cannot come."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class ProfileChanged(Event):
    """A participant corrected name, organisation, offers or needs."""

    participant_id: uuid.UUID


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
class VenueLaidOut(Event):
    """The organiser changed blocks or tables."""


@dataclass(frozen=True)
class EditionChanged(Event):
    """The organiser changed what an edition says or how it behaves."""


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
class PlanAsked(Event):
    """The organiser asked for a grid."""

    run_id: uuid.UUID


@dataclass(frozen=True)
class JobCancelled(Event):
    """The organiser cancelled long work that was underway."""

    job_id: uuid.UUID
    work: str  # "plan", "pack", "letter"


@dataclass(frozen=True)
class PackAsked(Event):
    """The organiser asked for all agendas on paper."""

    job_id: uuid.UUID


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
class SchedulePlanned(Event):
    """A grid was made and waits as a draft."""

    schedule_id: uuid.UUID


@dataclass(frozen=True)
class SchedulePublished(Event):
    """A schedule went out."""

    schedule_id: uuid.UUID
    revision: int


@dataclass(frozen=True)
class AgendaPublished(Event):
    """A participant's agenda is new or has changed with a publication."""

    participant_id: uuid.UUID
    schedule_id: uuid.UUID
    previous_id: uuid.UUID | None  # the schedule that this person last knew


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


@dataclass(frozen=True)
class FollowUpFellDue(Event):
    """The morning after: what became of the meetings can be asked."""


@dataclass(frozen=True)
class RetentionFellDue(Event):
    """What is kept of the people of an edition has been kept for long enough."""


@dataclass(frozen=True)
class WebhookRegistered(Event):
    """Another program is told what happens."""

    webhook_id: uuid.UUID


@dataclass(frozen=True)
class WebhookChanged(Event):
    """It is told of other kinds of events."""

    webhook_id: uuid.UUID


@dataclass(frozen=True)
class WebhookRotated(Event):
    """What it is told is signed with a new secret."""

    webhook_id: uuid.UUID


@dataclass(frozen=True)
class WebhookRemoved(Event):
    """It is told nothing any more."""

    webhook_id: uuid.UUID
    gone: bool  # it said so itself


@dataclass(frozen=True)
class WebhookSwitchedOff(Event):
    """Nothing has arrived there for days: it is told nothing any more, until it is asked for anew."""

    webhook_id: uuid.UUID


@dataclass(frozen=True)
class WebhookTestAsked(Event):
    """The organiser wanted to see whether it hears."""

    webhook_id: uuid.UUID


def catalogue() -> dict[str, type[Event]]:
    """Every kind of event by its stable name, which is the name of its class."""
    return {kind.__name__: kind for kind in Event.__subclasses__()}
