"""Which addresses take no mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from fairs.models import DeadAddress, Participant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from fairs.models import Edition


def dead_among(session: Session, emails: Iterable[str]) -> dict[str, DeadAddress]:
    """The dead ones among some addresses (those of one page, say), by the address as it was given."""
    asked = {email: email.lower() for email in emails if email}
    found = session.scalars(select(DeadAddress).where(DeadAddress.email.in_(set(asked.values()))))
    by_email = {dead.email: dead for dead in found}
    return {email: by_email[lower] for email, lower in asked.items() if lower in by_email}


def unreached(session: Session, edition: Edition, at_most: int) -> list[Participant]:
    """Those of an edition whom no mail reaches, as far as they have not left it."""
    return list(
        session.scalars(
            _unreached(edition)
            .options(joinedload(Participant.organisation))
            .order_by(DeadAddress.since.desc(), Participant.id)
            .limit(at_most)
        )
    )


def count_unreached(session: Session, edition: Edition) -> int:
    """How many there are."""
    counted = _unreached(edition).with_only_columns(func.count(Participant.id))
    return session.scalar(counted) or 0


def _unreached(edition: Edition) -> Select[Any]:
    return (
        select(Participant)
        .join(DeadAddress, DeadAddress.email == Participant.email)
        .where(Participant.edition_id == edition.id, Participant.left_at.is_(None))
    )
