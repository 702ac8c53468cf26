"""What happened, as sentences of the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from fairs.organisers.tellings import TOLD_THERE, Telling
from fairs.queries.webhooks import host_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask_babel.speaklater import LazyString

    from fairs.models import Account, Participant
    from fairs.organisers.tellings import Group
    from fairs.queries.journal import Happening

GROUPS: dict[Group, LazyString] = {
    "registration": _l("Registrations"),
    "wishes": _l("Profiles and wishes"),
    "edition": _l("Settings and dates"),
    "grid": _l("The grid"),
    "mail": _l("Reminders and letters"),
}
TELLINGS: dict[str, Telling] = TOLD_THERE | {
    "RegistrationReceived": Telling(
        "registration", _l("%(name)s registered."), _l("%(who)s registered %(name)s.")
    ),
    "RegistrationRepeated": Telling(
        "registration", _l("Somebody registered again with the address of %(name)s.")
    ),
    "RegistrationConfirmed": Telling("registration", _l("%(name)s confirmed the address.")),
    "RegistrationApproved": Telling(
        "registration", _l("%(name)s was approved."), _l("%(who)s approved %(name)s.")
    ),
    "RegistrationDeclined": Telling(
        "registration", _l("%(name)s was declined."), _l("%(who)s declined %(name)s.")
    ),
    "PersonInvited": Telling("registration", _l("Somebody was invited."), _l("%(who)s invited somebody.")),
    "GroupInvited": Telling("registration", _l("A group was invited."), _l("%(who)s invited a group.")),
    "InvitationRevoked": Telling(
        "registration", _l("An invitation was taken back."), _l("%(who)s took an invitation back.")
    ),
    "ExceptionAsked": Telling("registration", _l("Somebody asked to register after the end.")),
    "ExceptionGranted": Telling(
        "registration",
        _l("Registration was opened again for one person."),
        _l("%(who)s opened registration again for one person."),
    ),
    "ExceptionRefused": Telling(
        "registration",
        _l("Somebody who came too late was told that there is no way any more."),
        _l("%(who)s told somebody who came too late that there is no way any more."),
    ),
    "WaitingBegan": Telling("registration", _l("%(name)s waits for a place.")),
    "PlaceOffered": Telling("registration", _l("A place is held for %(name)s.")),
    "OfferEnded": Telling("registration", _l("%(name)s did not take the place that was held.")),
    "ParticipantWithdrew": Telling(
        "registration", _l("%(name)s withdrew."), _l("%(who)s withdrew the registration of %(name)s.")
    ),
    "PersonalLinkAsked": Telling("registration", _l("%(name)s asked for the personal link again.")),
    "AddressCorrected": Telling(
        "registration",
        _l("The address of %(name)s was corrected."),
        _l("%(who)s corrected the address of %(name)s."),
    ),
    "WishesDeclared": Telling(
        "wishes", _l("%(name)s changed a wish."), _l("%(who)s changed a wish of %(name)s.")
    ),
    "AbsencesDeclared": Telling(
        "wishes",
        _l("%(name)s said when they cannot come."),
        _l("%(who)s noted when %(name)s cannot come."),
    ),
    "ProfileChanged": Telling(
        "wishes", _l("%(name)s changed the profile."), _l("%(who)s changed the profile of %(name)s.")
    ),
    "AnswersChanged": Telling(
        "registration",
        _l("%(name)s corrected the answers to your questions."),
        _l("%(who)s corrected the answers of %(name)s."),
    ),
    "VenueLaidOut": Telling(
        "edition", _l("The venue was laid out anew."), _l("%(who)s laid the venue out anew.")
    ),
    "EditionChanged": Telling(
        "edition",
        _l("The settings of the edition changed."),
        _l("%(who)s changed the settings of the edition."),
    ),
    "FamiliesChanged": Telling(
        "edition", _l("The families were changed."), _l("%(who)s changed the families.")
    ),
    "QuestionsChanged": Telling(
        "edition", _l("The questions were changed."), _l("%(who)s changed the questions.")
    ),
    "FamilyAssigned": Telling(
        "registration", _l("%(name)s got another family."), _l("%(who)s gave %(name)s another family.")
    ),
    "EditionMoved": Telling(
        "edition",
        _l("The edition takes place at another time or place."),
        _l("%(who)s gave the edition another time or place."),
    ),
    "MoveAnnounced": Telling("mail", _l("%(name)s is told of the new date or place.")),
    "EditionOpened": Telling(
        "edition",
        _l("The edition was opened to the public."),
        _l("%(who)s opened the edition to the public."),
    ),
    "RegistrationClosed": Telling(
        "edition", _l("Registration was closed."), _l("%(who)s closed registration.")
    ),
    "WishesClosed": Telling("edition", _l("The wishes were closed."), _l("%(who)s closed the wishes.")),
    "PlanAsked": Telling("grid", _l("A grid was asked for."), _l("%(who)s asked for a grid.")),
    "PackAsked": Telling(
        "grid", _l("All agendas were asked for on paper."), _l("%(who)s asked for all agendas on paper.")
    ),
    "LetterAsked": Telling(
        "mail", _l("A letter to participants was written."), _l("%(who)s wrote a letter to participants.")
    ),
    "LetterAddressed": Telling("mail", _l("A letter of the organisers goes to %(name)s.")),
    "JobCancelled": Telling(
        "grid", _l("Work was cancelled: %(work)s."), _l("%(who)s cancelled work: %(work)s.")
    ),
    "SchedulePlanned": Telling("grid", _l("A grid was made."), _l("%(who)s changed the grid by hand.")),
    "SchedulePublished": Telling(
        "grid",
        _l("Revision %(revision)s of the grid was published."),
        _l("%(who)s published revision %(revision)s of the grid."),
    ),
    "AgendaPublished": Telling("grid", _l("The agenda of %(name)s is new or has changed.")),
    "ReminderFellDue": Telling("mail", _l("The time came to remind %(name)s: %(reminder)s.")),
    "MeetingDrewNear": Telling("mail", _l("The time came to remind %(name)s of a meeting.")),
    "ReminderSkipped": Telling(
        "mail", _l("A reminder came too late to be of use, so nobody got it: %(reminder)s.")
    ),
    "FollowUpFellDue": Telling("mail", _l("The time came to ask what became of the meetings.")),
    "WebhookRegistered": Telling(
        "edition",
        _l("The webhook %(host)s was registered."),
        _l("%(who)s registered the webhook %(host)s."),
    ),
    "WebhookChanged": Telling(
        "edition",
        _l("The webhook %(host)s hears of other events."),
        _l("%(who)s changed what the webhook %(host)s hears of."),
    ),
    "WebhookRotated": Telling(
        "edition",
        _l("The webhook %(host)s got a new secret."),
        _l("%(who)s gave the webhook %(host)s a new secret."),
    ),
    "WebhookRemoved": Telling(
        "edition", _l("The webhook %(host)s was removed."), _l("%(who)s removed the webhook %(host)s.")
    ),
    "WebhookTestAsked": Telling(
        "edition", _l("The webhook %(host)s was tested."), _l("%(who)s tested the webhook %(host)s.")
    ),
    "WebhookSwitchedOff": Telling(
        "edition", _l("The webhook %(host)s was switched off: for five days nothing had arrived there.")
    ),
    "EditionCancelled": Telling(
        "edition", _l("The edition was cancelled."), _l("%(who)s cancelled the edition.")
    ),
    "CancellationAddressed": Telling("mail", _l("The word that the edition is cancelled goes to %(name)s.")),
    "NewDateAddressed": Telling("mail", _l("A mail about a new date goes to somebody who follows.")),
    "SeriesChanged": Telling(
        "edition",
        _l("The rule changed by which it comes back."),
        _l("%(who)s changed the rule by which it comes back."),
    ),
    "AnswerChanged": Telling(
        "registration", _l("%(name)s answered otherwise."), _l("%(who)s changed the answer of %(name)s.")
    ),
    "ActivityChanged": Telling(
        "edition", _l("An activity of the programme changed."), _l("%(who)s changed the programme.")
    ),
    "ActivityRemoved": Telling(
        "edition",
        _l("“%(title)s” was taken out of the programme."),
        _l("%(who)s took “%(title)s” out of the programme."),
    ),
    "ActivityChosen": Telling("registration", _l("%(name)s signed up for an activity, or out.")),
    "RetentionFellDue": Telling("edition", _l("The data of this edition have been kept for long enough.")),
}
REMINDERS: dict[str, LazyString] = {
    "registration_unfinished": _l("the address is not confirmed"),
    "wishes_missing": _l("no wish yet"),
    "two_days_before": _l("two days before"),
    "evening_before": _l("the evening before"),
    "before_meeting": _l("before a meeting"),
    "follow_up": _l("what became of the meetings"),
}
WORK: dict[str, LazyString] = {
    "plan": _l("a grid"),
    "pack": _l("all agendas on paper"),
    "letter": _l("a letter to participants"),
}
SETTINGS: dict[str, LazyString] = {
    "opens_at": _l("date of opening"),
    "registration_closes_at": _l("closing of registration"),
    "wishes_close_at": _l("closing of wishes"),
    "approves_itself": _l("approval"),
    "repairs_itself": _l("publication of repairs"),
    "capacity": _l("places"),
    "admission": _l("who gets in, and how"),
    "name": _l("name of the fair"),
    "network": _l("who stages it"),
    "territory": _l("territory"),
    "language": _l("language of the fair"),
    "accent": _l("colour"),
    "contact": _l("who answers"),
    "registration_reopened": _l("registration is open again"),
    "wishes_reopened": _l("wishes are open again"),
}
WITH_SETTINGS = Telling(
    "edition",
    _l("The settings of the edition changed: %(changed)s."),
    _l("%(who)s changed the settings of the edition: %(changed)s."),
)
BY_DATE: dict[str, LazyString] = {
    "EditionOpened": _l("The edition opened to the public by its date."),
    "RegistrationClosed": _l("Registration closed by its date."),
    "WishesClosed": _l("The wishes closed by their date."),
}


def sentence(happening: Happening) -> str:
    """What happened, in the reader's language; a kind that has no words yet is named as it is."""
    return str(_words(happening)) % _values(happening, _called)


def linked(happening: Happening, address: Callable[[Participant], str]) -> Markup:
    """The same sentence, with each participant leading to an address."""

    def called(who: Account | Participant | None) -> str:
        if who is None or who is not happening.person:
            return _called(who)
        return Markup('<a href="{}"><bdi>{}</bdi></a>').format(address(who), _called(who))

    return escape(str(_words(happening))) % _values(happening, called)


def doer(happening: Happening) -> str:
    """Who did it, in words."""
    if happening.doer is not None:
        return _called(happening.doer)
    return str(_("Somebody") if happening.event.actor else _("The program"))


def _words(happening: Happening) -> LazyString | str:
    event = happening.event
    if event.payload.get("by_date") and event.kind in BY_DATE:
        return BY_DATE[event.kind]
    telling = WITH_SETTINGS if event.payload.get("changed") else TELLINGS.get(event.kind)
    if telling is None:
        return event.kind.replace("%", "%%")
    others = happening.doer is not None and happening.doer is not happening.person
    return telling.by if others and telling.by is not None else telling.said


def _values(happening: Happening, called: Callable[[Account | Participant | None], str]) -> dict[str, Any]:
    payload = happening.event.payload
    return {
        "revision": "",
        **payload,
        "name": called(happening.person),
        "who": called(happening.doer),
        "reminder": str(REMINDERS.get(payload.get("reminder", ""), "")),
        "work": str(WORK.get(payload.get("work", ""), "")),
        "changed": ", ".join(str(SETTINGS.get(name, name)) for name in payload.get("changed", "").split()),
        "host": host_of(happening.webhook.address) if happening.webhook else "",
    }


def _called(who: Account | Participant | None) -> str:
    """A person with the organisation; who was erased is somebody."""
    if who is None:
        return str(_("Somebody"))
    organisation = getattr(who, "organisation", None)
    return f"{who.name} ({organisation.name})" if organisation else who.name
