"""Who runs a fair, and in which rôle. A fair never is without an owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.domain import tokens
from fairs.domain.mail_addresses import clean_email
from fairs.domain.permissions import RIGHTS
from fairs.domain.registrations import NAME_LENGTH
from fairs.errors import NotFound, Refused
from fairs.models import Account, Fair, Membership, TeamInvitation
from fairs.outbox import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.account import Role

WAITING_AT_MOST = 30  # invitations of a fair


def invite(
    session: Session, edition: Edition, by: Account | None, email: str, role: str, now: datetime
) -> TeamInvitation:
    """Ask somebody to help run the fair of an edition. An earlier invitation of the same address is void."""
    address, chosen = clean_email(email), _known(role)
    if session.scalar(
        select(Membership.id)
        .join(Membership.account)
        .where(Membership.fair_id == edition.fair_id, Account.email == address)
    ):
        raise Refused("%(email)s belongs to the team already.", field="email", email=address)
    waiting = session.scalars(
        select(TeamInvitation).where(
            TeamInvitation.fair_id == edition.fair_id,
            TeamInvitation.accepted_at.is_(None),
            TeamInvitation.revoked_at.is_(None),
            TeamInvitation.ends_at > now,
        )
    ).all()
    if len(waiting) >= WAITING_AT_MOST:
        raise Refused("%(most)d invitations wait for an answer: take some back first.", most=WAITING_AT_MOST)
    for earlier in (one for one in waiting if one.email == address):
        earlier.revoked_at = now
    invitation = TeamInvitation(
        fair_id=edition.fair_id,
        edition_id=edition.id,
        invited_by_id=by.id if by else None,
        email=address,
        role=chosen,
        invited_at=now,
        ends_at=now + tokens.INVITATION_FOR,
    )
    session.add(invitation)
    session.flush()
    record(session, events.TeamInvited(edition.id, invitation.id, chosen), now)
    return invitation


def revoke(session: Session, edition: Edition, invitation: TeamInvitation, now: datetime) -> None:
    """Take an invitation back. Its link is dead at once."""
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = now
        tokens.revoke(session, "team", invitation.id, now)
        record(session, events.TeamInvitationRevoked(edition.id, invitation.id), now)


def invited(session: Session, raw: str, now: datetime, *, held: bool = False) -> TeamInvitation:
    """The invitation that a link is for. Raises NotFound."""
    token = tokens.redeem(session, "team", raw, now, held=held)
    invitation = session.get(TeamInvitation, token.subject_id)
    if (
        invitation is None
        or invitation.revoked_at is not None
        or invitation.accepted_at is not None
        or invitation.ends_at <= now
    ):
        raise NotFound("This invitation is no longer valid. Ask those who sent it for another one.")
    return invitation


def account_of(session: Session, email: str) -> Account | None:
    """The account with an address, if there is one."""
    return session.scalar(select(Account).filter_by(email=email))


def accept(session: Session, raw: str, name: str, language: str, now: datetime) -> Account:
    """Join the team: the link proves the address. Whoever has no account yet gets one, with this name."""
    invitation = invited(session, raw, now, held=True)
    account = account_of(session, invitation.email)
    if account is None:
        if not name.strip():
            raise Refused("Say your name: your colleagues will read it.", field="name")
        account = Account(
            email=invitation.email, name=name.strip()[:NAME_LENGTH], language=language, created_at=now
        )
        session.add(account)
    if all(held.fair_id != invitation.fair_id for held in account.memberships):
        account.memberships.append(Membership(fair_id=invitation.fair_id, role=invitation.role))
    invitation.accepted_at = now
    tokens.revoke(session, "team", invitation.id, now)
    session.flush()
    record(session, events.TeamJoined(invitation.edition_id, account.id, invitation.role), now)
    return account


def change_role(session: Session, edition: Edition, member: Membership, role: str, now: datetime) -> None:
    """Let somebody do more, or less."""
    chosen = _known(role)
    if chosen == member.role:
        return
    object_to_no_owner(session, member)
    member.role = chosen
    record(session, events.TeamRoleChanged(edition.id, member.account_id, chosen), now)


def remove(session: Session, edition: Edition, member: Membership, now: datetime) -> None:
    """Somebody no longer runs this fair. The account stays: it may run others."""
    object_to_no_owner(session, member)
    record(session, events.TeamLeft(edition.id, member.account_id), now)
    session.delete(member)


def demand_second_factor(session: Session, edition: Edition, demanded: bool, now: datetime) -> None:
    """Ask everyone who runs the fair for a second factor from now on, or no longer."""
    if edition.fair.needs_second_factor != demanded:
        edition.fair.needs_second_factor = demanded
        record(session, events.SecondFactorDemanded(edition.id, demanded), now)


def object_to_no_owner(session: Session, member: Membership) -> None:
    """Raises Refused where this one is the only owner.

    Whoever changes a team holds its fair until the transaction ends: two owners cannot leave at once.
    """
    if member.role != "owner":
        return
    session.execute(select(Fair.id).where(Fair.id == member.fair_id).with_for_update())
    owners = session.scalars(select(Membership.id).filter_by(fair_id=member.fair_id, role="owner")).all()
    if len(owners) < 2:  # noqa: PLR2004 - this one and another
        raise Refused(
            "%(name)s is the only owner: make somebody else an owner first.", name=member.account.name
        )


def _known(role: str) -> Role:
    found = next((known for known in RIGHTS if known == role), None)
    if found is None:
        raise Refused("Choose a rôle.", field="role")
    return found
