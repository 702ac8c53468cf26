"""Who was invited, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from fairs.errors import NotFound
from fairs.models import Invitation
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from fairs.models import Edition

SHOWN = 200
UNDECIDED = and_(
    Invitation.kind == "exception", Invitation.granted_at.is_(None), Invitation.revoked_at.is_(None)
)


def of_edition(session: Session, edition: Edition) -> Sequence[Invitation]:
    """Those that were given, the newest first; of exceptions those that were granted."""
    given = or_(Invitation.kind != "exception", Invitation.granted_at.is_not(None))
    return session.scalars(
        select(Invitation)
        .where(Invitation.edition_id == edition.id, given)
        .options(joinedload(Invitation.family))
        .order_by(Invitation.created_at.desc(), Invitation.id)
        .limit(SHOWN)
    ).all()


def undecided(session: Session, edition: Edition) -> Sequence[Invitation]:
    """Those who asked to register after the end and wait for an answer, the first of them first."""
    asked = select(Invitation).where(Invitation.edition_id == edition.id, UNDECIDED)
    return session.scalars(asked.order_by(Invitation.created_at, Invitation.id)).all()


def count_undecided(session: Session, edition: Edition) -> int:
    """How many they are."""
    asked = select(func.count()).select_from(Invitation).where(Invitation.edition_id == edition.id, UNDECIDED)
    return session.scalar(asked) or 0


def by_id(session: Session, edition: Edition, written: str) -> Invitation:
    """An invitation of an edition by what stands in an address. Raises NotFound."""
    found = session.scalar(select(Invitation).filter_by(id=written_id(written), edition_id=edition.id))
    if found is None:
        raise NotFound("This invitation is not known here.")
    return found
