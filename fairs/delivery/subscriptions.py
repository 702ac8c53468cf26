"""Who reacts to what: the one table. Each event stands here, or among those that are only recorded.

A subscription to `Event` itself is one to whatever an edition's webhooks want to hear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs import events
from fairs.delivery.handler import Subscription
from fairs.delivery.handlers import (
    accounts,
    activities,
    agendas,
    colleagues,
    dates,
    editions,
    erasures,
    exports,
    following,
    imports,
    invitations,
    letters,
    packs,
    planning,
    registrations,
    reminders,
    retention,
    waiting,
    webhooks,
)

if TYPE_CHECKING:
    from fairs.events import Event

WEBHOOK = "webhook"  # before the id of one
TO_WEBHOOKS = Subscription(events.Event, WEBHOOK, webhooks.tell, queue="default")

AWAITED = 2  # the priority of a mail for which somebody sits and waits
PRESSING = 1  # of what is of no use a few minutes later

SUBSCRIPTIONS: tuple[Subscription, ...] = (
    Subscription(
        events.RegistrationReceived, "mail.confirm_address", registrations.confirm_address, priority=AWAITED
    ),
    Subscription(
        events.RegistrationRepeated,
        "mail.already_registered",
        registrations.already_registered,
        priority=AWAITED,
    ),
    Subscription(events.RegistrationConfirmed, "mail.awaiting_approval", registrations.awaiting_approval),
    Subscription(events.RegistrationApproved, "mail.approved", registrations.approved),
    Subscription(events.RegistrationDeclined, "mail.declined", registrations.declined),
    Subscription(events.ColleagueBrought, "mail.colleague_brought", colleagues.brought),
    Subscription(events.SubstituteNamed, "mail.place_taken_over", colleagues.asked),
    Subscription(events.SubstituteReminded, "mail.substitute_reminded", colleagues.asked_again),
    Subscription(events.WishesPassedOn, "mail.wishes_inherited", colleagues.inherits),
    Subscription(events.PlaceHandedOver, "mail.place_handed_over", colleagues.had_place),
    Subscription(events.WaitingBegan, "mail.waiting", waiting.waiting),
    Subscription(events.PlaceOffered, "mail.place_offered", waiting.place_offered),
    Subscription(events.OfferEnded, "mail.offer_ended", waiting.offer_ended),
    Subscription(events.PersonInvited, "mail.invitation", invitations.invited),
    Subscription(events.ExceptionGranted, "mail.exception_granted", invitations.granted),
    Subscription(events.ExceptionRefused, "mail.exception_refused", invitations.refused),
    Subscription(events.ParticipantWithdrew, "mail.withdrawn", registrations.withdrawn),
    Subscription(
        events.ParticipantWithdrew,
        "schedule.repair",
        planning.repair,
        queue="solve",
        dedup=("edition_id",),
    ),
    Subscription(events.MoveAnnounced, "mail.edition_moved", registrations.edition_moved),
    Subscription(
        events.PersonalLinkAsked, "mail.personal_link", registrations.personal_link, priority=AWAITED
    ),
    Subscription(events.AddressCorrected, "mail.address_corrected", registrations.address_corrected),
    Subscription(
        events.PersonalLinkReplaced,
        "mail.new_personal_link",
        registrations.new_personal_link,
        priority=AWAITED,
    ),
    Subscription(events.SignInAsked, "mail.sign_in", accounts.sign_in, priority=AWAITED),
    Subscription(events.AddressChangeAsked, "mail.prove_address", accounts.prove_address, priority=AWAITED),
    Subscription(events.AddressChanged, "mail.address_changed", accounts.address_changed),
    Subscription(events.AddressChanged, "mail.new_address", accounts.new_links),
    Subscription(events.TeamInvited, "mail.team_invitation", accounts.team_invitation),
    Subscription(events.TrialMailAsked, "mail.test", accounts.test_mail, priority=AWAITED),
    Subscription(events.EditionOpened, "dates.tell", dates.tell, queue="default"),
    Subscription(events.EditionMoved, "dates.tell_of_move", dates.tell, queue="default"),
    Subscription(events.EditionCancelled, "dates.cancelled", dates.tell_of_cancellation, queue="default"),
    Subscription(events.CancellationAddressed, "mail.edition_cancelled", dates.cancelled),
    Subscription(events.AnswerChanged, "mail.answered", dates.answered),
    Subscription(events.FollowingAsked, "mail.follow_confirm", following.confirm),
    Subscription(events.NewDateAddressed, "mail.new_dates", following.new_dates, dedup=("follower_id",)),
    Subscription(events.ParticipantWithdrew, "activities.leave", activities.leave, queue="default"),
    Subscription(events.RetentionDrewNear, "mail.retention_near", retention.drew_near),
    Subscription(
        events.RetentionFellDue, "retention.carry_out", retention.carry_out, queue="default", later=True
    ),
    Subscription(events.PersonErased, "erasures.write_down", erasures.person, queue="default"),
    Subscription(events.AccountErased, "erasures.write_down_account", erasures.account, queue="default"),
    Subscription(events.ZoneAnnounced, "mail.zone_changed", editions.zone_changed),
    Subscription(events.AgendaPublished, "mail.agenda", agendas.agenda),
    Subscription(events.ReminderFellDue, "mail.reminder", reminders.reminder),
    Subscription(events.MeetingDrewNear, "mail.before_meeting", reminders.before_meeting, priority=PRESSING),
    Subscription(events.LetterAsked, "letter.address", letters.asked, queue="default", priority=PRESSING),
    Subscription(events.LetterAddressed, "mail.letter", letters.addressed),
    Subscription(events.ImportAsked, "people.import", imports.asked, queue="default", priority=PRESSING),
    Subscription(events.ImportAnnounced, "mail.imported", imports.imported),
    Subscription(events.ExportAsked, "people.export", exports.asked, queue="render"),
    Subscription(events.PackAsked, "papers.pack", packs.pack, queue="render"),
    Subscription(
        events.WebhookTestAsked, "webhook_test", webhooks.test, queue="default", tries=1, priority=AWAITED
    ),
    TO_WEBHOOKS,
    Subscription(events.PlanAsked, "schedule.plan", planning.plan, queue="solve", tries=3),
)

RECORDED_ONLY: frozenset[type[Event]] = frozenset(
    {
        events.WishesDeclared,
        events.AbsencesDeclared,
        events.ProfileChanged,
        events.AnswersChanged,
        events.RemindersStopped,
        events.RemindersResumed,
        events.MailBounced,
        events.VenueLaidOut,
        events.EditionChanged,
        events.EditionFounded,
        events.EditionCloned,
        events.EditionTakenBack,
        events.EditionEnded,
        events.EditionResumed,
        events.TextsWritten,
        events.ZoneChanged,
        events.FamiliesChanged,
        events.GroupInvited,
        events.PeopleReinvited,
        events.InvitationRevoked,
        events.ExceptionAsked,
        events.QuestionsChanged,
        events.FamilyAssigned,
        events.HandoverAccepted,
        events.SheetReceived,
        events.SheetThrownAway,
        events.PersonImported,
        events.PersonUpdated,
        events.PersonTakenBack,
        events.PeopleImported,
        events.ImportUndone,
        events.SubstituteDismissed,
        events.OrganisationsMerged,
        events.OrganisationsParted,
        events.RegistrationClosed,
        events.WishesClosed,
        events.JobCancelled,
        events.SchedulePlanned,
        events.SchedulePublished,
        events.ReminderSkipped,
        events.FollowUpFellDue,
        events.ConsentWithdrawn,
        events.PeopleForgotten,
        events.PrivacyChanged,
        events.ActedFor,
        events.TeamInvitationRevoked,
        events.TeamJoined,
        events.TeamRoleChanged,
        events.TeamLeft,
        events.SecondFactorDemanded,
        events.WebhookRegistered,
        events.WebhookChanged,
        events.WebhookRotated,
        events.WebhookRemoved,
        events.WebhookSwitchedOff,
        events.SeriesChanged,
        events.FollowingConfirmed,
        events.FollowingStopped,
        events.ActivityChanged,
        events.ActivityRemoved,
        events.ActivityChosen,
    }
)
