"""The rest of the register: what people leave behind on the way, and what accounts hold."""

from __future__ import annotations

from sqlalchemy import and_, false, or_

from fairs.models.account import Account, Membership, TeamInvitation, Token
from fairs.models.address import DeadAddress
from fairs.models.factor import CodeApp, Passkey, RecoveryCode
from fairs.models.fair import Fair
from fairs.models.follower import Follower
from fairs.models.holdings import OF_PARTICIPANTS, Holding, Whose, at_address, shared
from fairs.models.invitation import Invitation
from fairs.models.outbox import DomainEvent, Mail
from fairs.models.people_import import ImportedLine
from fairs.models.schedule import Unplaced
from fairs.models.sent import PendingUpload, Submission
from fairs.models.sign_in import AddressChange, Allowance, Knock, SignIn
from fairs.models.traces_of_places import OF_PLACES, OTHERS
from fairs.texts import N_

SECRET = N_("a secret: whoever reads it could be taken for you")
NUMBERS = N_("numbers and fingerprints from which nobody can be read")
FOR_THE_SHEET = N_("it repeats what stands above, for mending the sheet and for taking it back")

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
        lambda whose: ImportedLine.participant_id.in_(whose.people),
        {"cells": N_("What stood there"), "told_at": N_("Told")},
        ("id", "import_id", "number", "outcome", "participant_id", "stays"),
        {"complaints": FOR_THE_SHEET, "undo": FOR_THE_SHEET},
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
        SignIn,
        N_("Devices on which you are signed in"),
        "running",
        at_address(SignIn.email),
        {
            "email": N_("E-mail address"),
            "device": N_("Device"),
            "own_device": N_("Own device"),
            "signed_in_at": N_("Signed in"),
            "second_at": N_("Second factor shown"),
            "seen_at": N_("Last used"),
            "ends_at": N_("Until"),
        },
        ("id",),
        {"hash": SECRET},
    ),
    Holding(
        AddressChange,
        N_("Changes of address"),
        "running",
        lambda whose: or_(AddressChange.former.in_(whose.lonely), AddressChange.wanted.in_(whose.lonely)),
        {
            "former": N_("Formerly"),
            "wanted": N_("Wanted"),
            "language": N_("Language"),
            "asked_at": N_("Asked"),
            "changed_at": N_("Changed"),
        },
        ("id",),
    ),
    Holding(
        Knock,
        N_("Sign-ins that you asked for"),
        "running",
        lambda whose: Knock.subject_id.in_((*whose.people, *whose.accounts)),
        {"back": N_("Page"), "tries": N_("Tries"), "at": N_("When"), "used_at": N_("Used")},
        ("id", "subject_id"),
        summed=True,
    ),
    Holding(
        Account,
        N_("Account"),
        "running",
        lambda whose: Account.id.in_(whose.accounts),
        {
            "email": N_("E-mail address"),
            "name": N_("Name"),
            "language": N_("Language"),
            "created_at": N_("Since"),
            "second_factor_at": N_("Second factor since"),
        },
        ("id",),
    ),
    Holding(
        Membership,
        N_("Teams"),
        "running",
        lambda whose: Membership.account_id.in_(whose.accounts),
        {"role": N_("Rôle")},
        ("id", "account_id", "fair_id"),
        with_it=(N_("Fair or meetup"), Membership.fair_id, Fair),
    ),
    Holding(
        TeamInvitation,
        N_("Invitations to teams"),
        "running",
        at_address(TeamInvitation.email),
        {
            "email": N_("E-mail address"),
            "role": N_("Rôle"),
            "invited_at": N_("Invited"),
            "ends_at": N_("Until"),
            "accepted_at": N_("Accepted"),
            "revoked_at": N_("Taken back"),
        },
        ("id", "fair_id", "edition_id", "invited_by_id"),
        with_it=(N_("Fair or meetup"), TeamInvitation.fair_id, Fair),
    ),
    Holding(
        CodeApp,
        N_("App with codes"),
        "running",
        lambda whose: CodeApp.account_id.in_(whose.accounts),
        {"added_at": N_("Since")},
        ("account_id", "last_step"),
        {"secret": SECRET},
    ),
    Holding(
        Passkey,
        N_("Passkeys"),
        "running",
        lambda whose: Passkey.account_id.in_(whose.accounts),
        {"name": N_("Name"), "added_at": N_("Since"), "used_at": N_("Used")},
        ("id", "account_id", "signatures"),
        {"credential": SECRET, "public_key": SECRET},
    ),
    Holding(
        RecoveryCode,
        N_("Codes that were written down"),
        "running",
        lambda whose: RecoveryCode.account_id.in_(whose.accounts),
        {"made_at": N_("Since"), "used_at": N_("Used")},
        ("id", "account_id"),
        {"hash": SECRET},
    ),
    Holding(
        Token,
        N_("Links in mails"),
        "running",
        lambda whose: Token.subject_id.in_((*whose.people, *whose.accounts)),
        {
            "purpose": N_("For"),
            "created_at": N_("Since"),
            "expires_at": N_("Until"),
            "used_at": N_("Used"),
            "revoked_at": N_("Taken back"),
        },
        ("id", "subject_id"),
        {"hash": SECRET},
        summed=True,
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

HOLDINGS: tuple[Holding, ...] = (*OF_PARTICIPANTS, *OF_PLACES, *TRACES)
__all__ = ["HOLDINGS", "Whose"]
