"""What happened, as sentences of the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from fairs.queries.journal import Happening

SENTENCES: dict[str, LazyString] = {
    "RegistrationReceived": _l("%(name)s registered."),
    "RegistrationRepeated": _l("Somebody registered again with the address of %(name)s."),
    "RegistrationConfirmed": _l("%(name)s confirmed the address."),
    "RegistrationApproved": _l("%(name)s was approved."),
    "RegistrationDeclined": _l("%(name)s was declined."),
    "ParticipantWithdrew": _l("%(name)s withdrew."),
    "PersonalLinkAsked": _l("%(name)s asked for the personal link again."),
    "WishesDeclared": _l("%(name)s changed a wish."),
    "AbsencesDeclared": _l("%(name)s said when they cannot come."),
    "ProfileChanged": _l("%(name)s changed the profile."),
    "RemindersStopped": _l("%(name)s wants no more reminders."),
    "RemindersResumed": _l("%(name)s wants reminders again."),
    "MailBounced": _l("A mail to %(name)s came back: %(said)s"),
    "VenueLaidOut": _l("The venue was laid out anew."),
    "EditionChanged": _l("The settings of the edition changed."),
    "EditionOpened": _l("The edition was opened to the public."),
    "RegistrationClosed": _l("Registration was closed."),
    "WishesClosed": _l("The wishes were closed."),
    "PlanAsked": _l("A grid was asked for."),
    "PackAsked": _l("All agendas were asked for on paper."),
    "LetterAsked": _l("A letter to participants was written."),
    "LetterAddressed": _l("A letter of the organisers goes to %(name)s."),
    "JobCancelled": _l("Work that was underway was cancelled."),
    "SchedulePlanned": _l("A grid was made."),
    "SchedulePublished": _l("Revision %(revision)s of the grid was published."),
    "AgendaPublished": _l("The agenda of %(name)s is new or has changed."),
    "ReminderFellDue": _l("The time came to remind %(name)s: %(reminder)s."),
    "MeetingDrewNear": _l("The time came to remind %(name)s of a meeting."),
    "ReminderSkipped": _l("A reminder came too late to be of use and was left out: %(reminder)s."),
    "FollowUpFellDue": _l("The time came to ask what became of the meetings."),
    "RetentionFellDue": _l("The data of this edition have been kept for long enough."),
}
REMINDERS: dict[str, LazyString] = {
    "registration_unfinished": _l("the address is not confirmed"),
    "wishes_missing": _l("no wish yet"),
    "two_days_before": _l("two days before"),
    "evening_before": _l("the evening before"),
    "before_meeting": _l("before a meeting"),
    "follow_up": _l("what became of the meetings"),
}
BY_DATE: dict[str, LazyString] = {
    "EditionOpened": _l("The edition opened to the public by its date."),
    "RegistrationClosed": _l("Registration closed by its date."),
    "WishesClosed": _l("The wishes closed by their date."),
}


def sentence(happening: Happening) -> str:
    """What happened, in the reader's language; a kind that has no words yet is named as it is."""
    event = happening.event
    known = BY_DATE if event.payload.get("by_date") else SENTENCES
    if event.kind not in known:
        return event.kind
    name = happening.person.name if happening.person else _("Somebody")
    reminder = str(REMINDERS.get(event.payload.get("reminder", ""), ""))
    return str(known[event.kind]) % {"revision": "", **event.payload, "name": name, "reminder": reminder}
