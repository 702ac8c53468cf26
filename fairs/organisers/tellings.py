"""How editions, colleagues, ways in, teams, sheets are told of in the journal; `chronicle` has the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

Group = Literal["registration", "wishes", "edition", "grid", "mail"]


@dataclass(frozen=True)
class Telling:
    """How a kind of event is told: plainly, and where it is known that somebody else than `name` did it."""

    group: Group
    said: LazyString
    by: LazyString | None = None


OF_EDITIONS: dict[str, Telling] = {
    "EditionFounded": Telling("edition", _l("The fair was created."), _l("%(who)s created the fair.")),
    "EditionCloned": Telling(
        "edition",
        _l("The edition was laid out like an earlier one."),
        _l("%(who)s laid the edition out like an earlier one."),
    ),
    "TextsWritten": Telling(
        "edition", _l("The texts of the edition changed."), _l("%(who)s changed the texts of the edition.")
    ),
    "ZoneChanged": Telling(
        "edition", _l("The edition has another time zone."), _l("%(who)s gave the edition another time zone.")
    ),
    "ZoneAnnounced": Telling("mail", _l("%(name)s is told of the time zone.")),
    "EditionTakenBack": Telling(
        "edition", _l("The edition is a draft again."), _l("%(who)s made the edition a draft again.")
    ),
    "EditionEnded": Telling(
        "edition",
        _l("The edition was ended before its time."),
        _l("%(who)s ended the edition before its time."),
    ),
    "EditionResumed": Telling("edition", _l("The edition goes on."), _l("%(who)s let the edition go on.")),
    "PeopleReinvited": Telling(
        "registration",
        _l("People of an earlier edition were invited again: %(people)s."),
        _l("%(who)s invited people of an earlier edition again: %(people)s."),
    ),
    "ColleagueBrought": Telling(
        "registration",
        _l("%(name)s was registered by a colleague."),
        _l("%(who)s registered a colleague, %(name)s."),
    ),
    "SubstituteNamed": Telling(
        "registration", _l("%(name)s cannot come and has asked somebody to come instead.")
    ),
    "SubstituteReminded": Telling(
        "mail", _l("Whoever is asked to come instead of %(name)s has not answered, and is reminded.")
    ),
    "SubstituteDismissed": Telling(
        "registration", _l("%(name)s no longer waits for somebody to come instead.")
    ),
    "PlaceHandedOver": Telling("registration", _l("%(name)s has the place of a colleague who cannot come.")),
    "HandoverAccepted": Telling("registration", _l("%(name)s confirmed the address, and has the place.")),
    "WishesPassedOn": Telling(
        "registration",
        _l("%(name)s has the wishes and meetings of a colleague who cannot come."),
        _l("%(who)s left wishes and meetings to a colleague, %(name)s."),
    ),
    "OrganisationsMerged": Telling(
        "registration",
        _l("Two entries of one organisation were merged."),
        _l("%(who)s merged two entries of one organisation."),
    ),
    "OrganisationsParted": Telling(
        "registration",
        _l("The merging of two organisations was undone."),
        _l("%(who)s undid the merging of two organisations."),
    ),
}

OF_WAYS_IN: dict[str, Telling] = {
    "PersonalLinkReplaced": Telling(
        "registration",
        _l("%(name)s replaced the personal link."),
        _l("%(who)s replaced the personal link of %(name)s."),
    ),
    "ActedFor": Telling(
        "registration",
        _l("Somebody opened the pages of %(name)s to act for them."),
        _l("%(who)s opened the pages of %(name)s to act for them."),
    ),
    "TeamInvited": Telling(
        "edition", _l("Somebody was invited to the team."), _l("%(who)s invited somebody to the team.")
    ),
    "TeamInvitationRevoked": Telling(
        "edition",
        _l("An invitation to the team was taken back."),
        _l("%(who)s took an invitation to the team back."),
    ),
    "TeamJoined": Telling("edition", _l("Somebody joined the team."), _l("%(who)s joined the team.")),
    "TeamRoleChanged": Telling(
        "edition",
        _l("Somebody of the team has another rôle."),
        _l("%(who)s gave somebody of the team another rôle."),
    ),
    "TeamLeft": Telling(
        "edition", _l("Somebody left the team."), _l("%(who)s removed somebody from the team.")
    ),
    "SecondFactorDemanded": Telling(
        "edition",
        _l("The demand for a second factor changed."),
        _l("%(who)s changed whether the team needs a second factor."),
    ),
}

OF_MAILS: dict[str, Telling] = {
    "TrialMailAsked": Telling("mail", _l("A test mail was asked for."), _l("%(who)s asked for a test mail.")),
    "RemindersStopped": Telling(
        "mail",
        _l("%(name)s wants no more reminders."),
        _l("%(who)s stopped the reminders of %(name)s."),
    ),
    "RemindersResumed": Telling(
        "mail", _l("%(name)s wants reminders again."), _l("%(who)s resumed the reminders of %(name)s.")
    ),
    "MailBounced": Telling("mail", _l("A mail to %(name)s came back: %(said)s")),
}

OF_SHEETS: dict[str, Telling] = {
    "SheetReceived": Telling(
        "registration", _l("A sheet of people was sent."), _l("%(who)s sent a sheet of people.")
    ),
    "SheetThrownAway": Telling(
        "registration", _l("A sheet of people was thrown away."), _l("%(who)s threw a sheet of people away.")
    ),
    "ImportAsked": Telling(
        "registration",
        _l("Work on a sheet of people was asked for: %(work)s."),
        _l("%(who)s asked for work on a sheet of people: %(work)s."),
    ),
    "PersonImported": Telling("registration", _l("%(name)s was registered by a sheet.")),
    "PersonUpdated": Telling("registration", _l("%(name)s was updated by a sheet.")),
    "PersonTakenBack": Telling(
        "registration", _l("Somebody is out again: the sheet that registered them was taken back.")
    ),
    "ImportAnnounced": Telling("mail", _l("%(name)s is told of being registered by a sheet.")),
    "PeopleImported": Telling(
        "registration",
        _l("A sheet was carried out: %(people)s came in, %(updated)s updated, %(left_out)s left out."),
    ),
    "ImportUndone": Telling(
        "registration", _l("A sheet was taken back: %(people)s are out again, %(stay)s stay.")
    ),
    "ExportAsked": Telling(
        "edition",
        _l("All data of the edition were asked for."),
        _l("%(who)s asked for all data of the edition."),
    ),
}

OF_PRIVACY: dict[str, Telling] = {
    "PersonErased": Telling("registration", _l("The data of a person were erased, as that person asked.")),
    "ConsentWithdrawn": Telling("wishes", _l("%(name)s does not agree to something any more.")),
    "PrivacyChanged": Telling(
        "edition",
        _l("What the edition says of data changed."),
        _l("%(who)s changed what the edition says of data."),
    ),
    "RetentionDrewNear": Telling("mail", _l("The team is told that people will soon be numbers.")),
    "RetentionFellDue": Telling("edition", _l("The data of this edition have been kept for long enough.")),
    "PeopleForgotten": Telling("edition", _l("The people of this edition are numbers now: %(people)s.")),
}

TOLD_THERE = OF_EDITIONS | OF_WAYS_IN | OF_MAILS | OF_SHEETS | OF_PRIVACY
