"""The part of the register about ways in: devices, links, accounts, and what proves who somebody is."""

from __future__ import annotations

from sqlalchemy import or_

from fairs.models.account import Account, Membership, TeamInvitation, Token
from fairs.models.factor import CodeApp, Passkey, RecoveryCode
from fairs.models.fair import Fair
from fairs.models.holdings import Holding, at_address
from fairs.models.sign_in import AddressChange, Knock, SignIn
from fairs.texts import N_

SECRET = N_("a secret: whoever reads it could be taken for you")

OF_ACCOUNTS: tuple[Holding, ...] = (
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
)
