"""Several people of one organisation in one edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs.models import Participant
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from fairs.models import Organisation

GONE = ("withdrawn", "declined", "erased")


def of(session: Session, participant: Participant) -> Sequence[Participant]:
    """Who else comes for the same organisation, or wants to; the first to register first."""
    return session.scalars(
        select(Participant)
        .where(
            Participant.edition_id == participant.edition_id,
            Participant.organisation_id == participant.organisation_id,
            Participant.id != participant.id,
            Participant.state.not_in(GONE),
        )
        .order_by(Participant.registered_at, Participant.id)
    ).all()


def one(session: Session, participant: Participant, written: str) -> Participant | None:
    """A colleague by what stands in a form."""
    wanted = written_id(written)
    return next((colleague for colleague in of(session, participant) if colleague.id == wanted), None)


def is_shared(session: Session, organisation: Organisation, by: Participant) -> bool:
    """Whether anybody else, of whatever edition, belongs to an organisation too."""
    others = select(func.count()).where(
        Participant.organisation_id == organisation.id, Participant.id != by.id
    )
    return bool(session.scalar(others))
