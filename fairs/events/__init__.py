"""The catalogue of domain events: what can happen, in the past tense. Ids and scalars only.

An event is written with `fairs.outbox.record` and answered in `fairs.delivery.subscriptions`.
"""

from __future__ import annotations

from fairs.events.base import Event
from fairs.events.editions import (
    EditionChanged,
    EditionMoved,
    EditionOpened,
    FamiliesChanged,
    FamilyAssigned,
    FollowUpFellDue,
    MoveAnnounced,
    RegistrationClosed,
    RetentionFellDue,
    VenueLaidOut,
    WishesClosed,
)
from fairs.events.gatherings import (
    ActivityChanged,
    ActivityChosen,
    ActivityRemoved,
    AnswerChanged,
    CancellationAddressed,
    EditionCancelled,
    FollowingAsked,
    FollowingConfirmed,
    FollowingStopped,
    NewDateAddressed,
    SeriesChanged,
)
from fairs.events.grid import (
    AgendaPublished,
    JobCancelled,
    PackAsked,
    PlanAsked,
    SchedulePlanned,
    SchedulePublished,
)
from fairs.events.invitations import (
    ExceptionAsked,
    ExceptionGranted,
    ExceptionRefused,
    GroupInvited,
    InvitationRevoked,
    PersonInvited,
)
from fairs.events.mails import (
    LetterAddressed,
    LetterAsked,
    MailBounced,
    MeetingDrewNear,
    ReminderFellDue,
    ReminderSkipped,
    RemindersResumed,
    RemindersStopped,
    TrialMailAsked,
)
from fairs.events.people import (
    AbsencesDeclared,
    PersonalLinkAsked,
    ProfileChanged,
    SignInAsked,
    WishesDeclared,
)
from fairs.events.registrations import (
    AddressCorrected,
    OfferEnded,
    ParticipantWithdrew,
    PlaceOffered,
    RegistrationApproved,
    RegistrationConfirmed,
    RegistrationDeclined,
    RegistrationReceived,
    RegistrationRepeated,
    WaitingBegan,
)
from fairs.events.webhooks import (
    WebhookChanged,
    WebhookRegistered,
    WebhookRemoved,
    WebhookRotated,
    WebhookSwitchedOff,
    WebhookTestAsked,
)

__all__ = [
    "AbsencesDeclared",
    "ActivityChanged",
    "ActivityChosen",
    "ActivityRemoved",
    "AddressCorrected",
    "AgendaPublished",
    "AnswerChanged",
    "CancellationAddressed",
    "EditionCancelled",
    "EditionChanged",
    "EditionMoved",
    "EditionOpened",
    "Event",
    "ExceptionAsked",
    "ExceptionGranted",
    "ExceptionRefused",
    "FamiliesChanged",
    "FamilyAssigned",
    "FollowUpFellDue",
    "FollowingAsked",
    "FollowingConfirmed",
    "FollowingStopped",
    "GroupInvited",
    "InvitationRevoked",
    "JobCancelled",
    "LetterAddressed",
    "LetterAsked",
    "MailBounced",
    "MeetingDrewNear",
    "MoveAnnounced",
    "NewDateAddressed",
    "OfferEnded",
    "PackAsked",
    "ParticipantWithdrew",
    "PersonInvited",
    "PersonalLinkAsked",
    "PlaceOffered",
    "PlanAsked",
    "ProfileChanged",
    "RegistrationApproved",
    "RegistrationClosed",
    "RegistrationConfirmed",
    "RegistrationDeclined",
    "RegistrationReceived",
    "RegistrationRepeated",
    "ReminderFellDue",
    "ReminderSkipped",
    "RemindersResumed",
    "RemindersStopped",
    "RetentionFellDue",
    "SchedulePlanned",
    "SchedulePublished",
    "SeriesChanged",
    "SignInAsked",
    "TrialMailAsked",
    "VenueLaidOut",
    "WaitingBegan",
    "WebhookChanged",
    "WebhookRegistered",
    "WebhookRemoved",
    "WebhookRotated",
    "WebhookSwitchedOff",
    "WebhookTestAsked",
    "WishesClosed",
    "WishesDeclared",
    "catalogue",
]


def catalogue() -> dict[str, type[Event]]:
    """Every kind of event by its stable name, which is the name of its class."""
    return {kind.__name__: kind for kind in Event.__subclasses__()}
