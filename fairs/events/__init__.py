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
    QuestionsChanged,
    RegistrationClosed,
    RetentionFellDue,
    VenueLaidOut,
    WishesClosed,
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
    AnswersChanged,
    ProfileChanged,
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
from fairs.events.team import (
    SecondFactorDemanded,
    TeamInvitationRevoked,
    TeamInvited,
    TeamJoined,
    TeamLeft,
    TeamRoleChanged,
)
from fairs.events.ways_in import (
    ActedFor,
    AddressChangeAsked,
    AddressChanged,
    PersonalLinkAsked,
    PersonalLinkReplaced,
    SignInAsked,
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
    "ActedFor",
    "AddressChangeAsked",
    "AddressChanged",
    "AddressCorrected",
    "AgendaPublished",
    "AnswersChanged",
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
    "GroupInvited",
    "InvitationRevoked",
    "JobCancelled",
    "LetterAddressed",
    "LetterAsked",
    "MailBounced",
    "MeetingDrewNear",
    "MoveAnnounced",
    "OfferEnded",
    "PackAsked",
    "ParticipantWithdrew",
    "PersonInvited",
    "PersonalLinkAsked",
    "PersonalLinkReplaced",
    "PlaceOffered",
    "PlanAsked",
    "ProfileChanged",
    "QuestionsChanged",
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
    "SecondFactorDemanded",
    "SignInAsked",
    "TeamInvitationRevoked",
    "TeamInvited",
    "TeamJoined",
    "TeamLeft",
    "TeamRoleChanged",
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
