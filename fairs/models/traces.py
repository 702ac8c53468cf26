"""The rest of the register: what people leave behind on the way."""

from __future__ import annotations

from sqlalchemy import and_, false, or_

from fairs.models.accounts_held import OF_ACCOUNTS
from fairs.models.address import DeadAddress
from fairs.models.fair import Fair
from fairs.models.follower import Follower
from fairs.models.holdings import OF_PARTICIPANTS, Holding, Whose, at_address, of_people, shared
from fairs.models.invitation import Invitation
from fairs.models.outbox import DomainEvent, Mail
from fairs.models.people_import import ImportedLine
from fairs.models.places_held import OF_PLACES, OTHERS
from fairs.models.schedule import Unplaced
from fairs.models.sent import PendingUpload, Submission
from fairs.models.sign_in import Allowance
from fairs.texts import N_

NUMBERS = N_("numbers and fingerprints from which nobody can be read")

TRACES: tuple[Holding, ...] = (
    Holding(
        Unplaced,
        N_("Meetings for which there was no place"),
        "meeting",
        shared(Unplaced.first_id, Unplaced.second_id),
        {},
        ("id", "schedule_id", "first_id", "second_id", "weight", "reason"),
        {"because": OTHERS, "details": OTHERS},
        fate="blank",
        blank={"because": "", "details": {}},
    ),
    Holding(
        Invitation,
        N_("Invitations"),
        "announcing",
        at_address(Invitation.email, Invitation.edition_id),
        {
            "label": N_("Called"),
            "email": N_("E-mail address"),
            "language": N_("Language"),
            "words": N_("Words"),
            "filled_in": N_("Filled in for you"),
            "created_at": N_("Since"),
            "granted_at": N_("Granted"),
            "expires_at": N_("Until"),
            "revoked_at": N_("Taken back"),
        },
        ("id", "edition_id", "kind", "family_id", "seats", "used", "approves"),
        fate="blank",
        blank={"label": "", "email": "", "words": "", "filled_in": {}},
    ),
    Holding(
        ImportedLine,
        N_("Lines of sheets by which you were registered"),
        "taking_part",
        of_people(ImportedLine.participant_id),
        {"cells": N_("Words"), "undo": N_("Formerly"), "told_at": N_("Told last")},
        ("id", "import_id", "participant_id", "number", "outcome", "stays"),
        {"complaints": N_("what the organiser was told to mend")},
        fate="blank",
        blank={"cells": [], "complaints": [], "undo": {}},
    ),
    Holding(
        Mail,
        N_("Mails that were sent to you"),
        "writing",
        at_address(Mail.recipient, Mail.edition_id),
        {
            "recipient": N_("To"),
            "subject": N_("Subject"),
            "raw": N_("Content"),
            "sent_at": N_("Sent"),
            "bounced_at": N_("Came back"),
        },
        ("id", "message_id", "delivery_id", "edition_id"),
        fate="blank",
        blank={"recipient": "", "subject": "", "raw": None},
    ),
    Holding(
        DomainEvent,
        N_("What happened"),
        "proving",
        lambda whose: or_(
            DomainEvent.subject_id.in_(whose.people),
            DomainEvent.actor.in_(
                [
                    *(f"participant:{one}" for one in whose.people),
                    *(f"account:{one}" for one in whose.accounts),
                ]
            ),
        ),
        {"kind": N_("What"), "payload": N_("Details"), "at": N_("When")},
        ("seq", "id", "edition_id", "actor", "subject_id"),
        summed=True,
        fate="blank",  # words in payloads only: fairs.domain.erasing
    ),
    Holding(
        Follower,
        N_("Fairs and meetups that you follow"),
        "announcing",
        lambda whose: or_(
            and_(Follower.email.in_(whose.addresses), Follower.fair_id.in_(whose.fairs)),
            Follower.email.in_(whose.lonely),
        ),
        {
            "email": N_("E-mail address"),
            "language": N_("Language"),
            "asked_at": N_("Asked"),
            "confirmed_at": N_("Address confirmed"),
            "told_at": N_("Told last"),
        },
        ("id", "fair_id"),
        with_it=(N_("Fair or meetup"), Follower.fair_id, Fair),
    ),
    Holding(
        DeadAddress,
        N_("Addresses that take no mail"),
        "writing",
        at_address(DeadAddress.email),
        {
            "email": N_("E-mail address"),
            "how": N_("How"),
            "said": N_("What the mail system said"),
            "since": N_("Since"),
        },
    ),
    Holding(
        PendingUpload,
        N_("Files of forms that are not sent yet"),
        "taking_part",
        lambda _whose: false(),  # nobody knows whose they are: the browser alone does
        {},
        ("id", "question_id", "media_type", "uploaded_at"),
        {"holder": NUMBERS, "name": N_("gone within an hour"), "content": N_("gone within an hour")},
        fate="soon",
    ),
    Holding(
        Submission,
        N_("Fingerprints of forms"),
        "taking_part",
        lambda _whose: false(),
        {},
        ("edition_id", "sent_at"),
        {"digest": NUMBERS},
        fate="soon",
    ),
    Holding(
        Allowance,
        N_("How often something was asked for"),
        "running",
        lambda _whose: false(),
        {},
        ("since", "taken"),
        {"key": NUMBERS},
        fate="soon",
    ),
)

HOLDINGS: tuple[Holding, ...] = (*OF_PARTICIPANTS, *OF_PLACES, *TRACES, *OF_ACCOUNTS)
__all__ = ["HOLDINGS", "Whose"]
