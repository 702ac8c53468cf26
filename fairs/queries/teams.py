"""Who runs a fair, and who is asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairs.errors import NotFound
from fairs.models import Account, Membership, TeamInvitation
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition


def members(session: Session, edition: Edition) -> Sequence[Membership]:
    """Those who run the fair of an edition, by name."""
    return session.scalars(
        select(Membership)
        .join(Membership.account)
        .where(Membership.fair_id == edition.fair_id)
        .options(joinedload(Membership.account))
        .order_by(Account.name, Account.id)
    ).all()


def invitations(session: Session, edition: Edition, now: datetime) -> Sequence[TeamInvitation]:
    """Those that wait for an answer, the newest first."""
    return session.scalars(
        select(TeamInvitation)
        .where(
            TeamInvitation.fair_id == edition.fair_id,
            TeamInvitation.accepted_at.is_(None),
            TeamInvitation.revoked_at.is_(None),
            TeamInvitation.ends_at > now,
        )
        .order_by(TeamInvitation.invited_at.desc(), TeamInvitation.id)
    ).all()


def member(session: Session, edition: Edition, written: str) -> Membership:
    """One of those who run the fair. Raises NotFound."""
    wanted = written_id(written)
    found = session.get(Membership, wanted) if wanted else None
    if found is None or found.fair_id != edition.fair_id:
        raise NotFound("There is nobody of this kind in the team.")
    return found


def invitation(session: Session, edition: Edition, written: str) -> TeamInvitation:
    """One that was sent for the fair. Raises NotFound."""
    wanted = written_id(written)
    found = session.get(TeamInvitation, wanted) if wanted else None
    if found is None or found.fair_id != edition.fair_id:
        raise NotFound("There is no such invitation.")
    return found
