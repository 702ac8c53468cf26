"""Ways in: links and codes to sign in, addresses to be proven, invitations to a team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.delivery.handlers.mails import mail
from fairs.delivery.letters import SITE, in_words, to_account, to_address
from fairs.domain.address_changes import bearing
from fairs.domain.permissions import RIGHTS
from fairs.domain.registrations import INSIDE
from fairs.domain.sign_ins import code_of, reader
from fairs.models import Account, AddressChange, Edition, Knock, TeamInvitation
from fairs.texts import translator

if TYPE_CHECKING:
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.events import (
        AddressChangeAsked,
        AddressChanged,
        SignInAsked,
        TeamInvited,
        TrialMailAsked,
    )


def _sign_in(event: SignInAsked, links: Addresses) -> Letter | None:
    knock = links.session.get(Knock, event.knock_id)
    if knock is None or knock.used_at is not None:
        return None
    person = reader(links.session, knock.subject_id, knock.back)
    if person is None:
        return None
    code = code_of(knock, links.settings.secret_key)
    return to_address(
        "sign_in",
        person.name,
        person.email,
        person.language,
        links.now,
        link=links.sign_in(knock),
        code=f"{code[:3]} {code[3:]}",
    )


def _prove_address(event: AddressChangeAsked, links: Addresses) -> Letter | None:
    change = links.session.get(AddressChange, event.change_id)
    if change is None or change.changed_at is not None:
        return None
    return to_address(
        "prove_address",
        _name(links, change.former),
        change.wanted,
        change.language,
        links.now,
        link=links.prove_address(change),
        former=change.former,
    )


def _address_changed(event: AddressChanged, links: Addresses) -> Letter | None:
    """To the former address: whoever reads there should know, above all if it was somebody else's doing."""
    change = links.session.get(AddressChange, event.change_id)
    if change is None:
        return None
    name = _name(links, change.wanted)
    return to_address("address_changed", name, change.former, change.language, links.now)


def _new_links(event: AddressChanged, links: Addresses) -> Letter | None:
    """To the new address: the links of old mails are dead."""
    change = links.session.get(AddressChange, event.change_id)
    if change is None:
        return None
    people = [
        person
        for person in bearing(links.session, change.wanted)
        if person.state in INSIDE and person.edition.ends_at > links.now
    ]
    return to_address(
        "new_address",
        _name(links, change.wanted),
        change.wanted,
        change.language,
        links.now,
        ways_in=[(person.edition.text(change.language).title, links.personal(person)) for person in people],
    )


def _team_invitation(event: TeamInvited, links: Addresses) -> Letter | None:
    invitation = links.session.get(TeamInvitation, event.invitation_id)
    if invitation is None or invitation.accepted_at is not None or invitation.revoked_at is not None:
        return None
    edition = links.session.get_one(Edition, invitation.edition_id)
    known = links.session.scalar(select(Account).filter_by(email=invitation.email))
    language = known.language if known else invitation.fair.language
    said = translator(language).gettext
    return to_address(
        "team_invitation",
        known.name if known else "",
        invitation.email,
        language,
        links.now,
        link=links.join(invitation),
        title=in_words(edition, language, links.settings).title,
        inviter=invitation.invited_by.name if invitation.invited_by else SITE,
        role=said(RIGHTS[invitation.role].name),
        may=said(RIGHTS[invitation.role].told),
    )


def _test_mail(event: TrialMailAsked, links: Addresses) -> Letter | None:
    account = links.session.get(Account, event.account_id)
    if account is None:
        return None
    return to_account("test_mail", account, links.now)


def _name(links: Addresses, email: str) -> str:
    """What the owner of an address is called."""
    account = links.session.scalar(select(Account).filter_by(email=email))
    person = account or next(iter(bearing(links.session, email)), None)
    return person.name if person else ""


sign_in = mail(_sign_in, asked_for=True)
prove_address = mail(_prove_address, asked_for=True)
address_changed = mail(_address_changed)
new_links = mail(_new_links)
team_invitation = mail(_team_invitation)
test_mail = mail(_test_mail, asked_for=True)
