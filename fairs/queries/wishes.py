"""Who wishes to meet whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairs.models import Interest, Participant

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from fairs.models import Edition

ORDER = ("must", "would", "open", "never")


@dataclass(frozen=True)
class Demand:
    """How much is asked of one participant."""

    participant: Participant
    wishes: int  # of their own
    wished: int  # by others
    mutual: int


def of(session: Session, participant: Participant) -> list[Interest]:
    """A participant's own wishes, the most wanted first."""
    interests = session.scalars(
        select(Interest)
        .filter_by(wisher_id=participant.id)
        .options(joinedload(Interest.wished).joinedload(Participant.organisation))
    )
    return sorted(interests, key=lambda wish: (ORDER.index(wish.level), wish.declared_at))


def by_wished(session: Session, participant: Participant) -> dict[uuid.UUID, Interest]:
    """A participant's own wishes, by whom they concern."""
    return {wish.wished_id: wish for wish in of(session, participant)}


def among(session: Session, edition: Edition) -> Sequence[Interest]:
    """All wishes between people who take part."""
    approved = select(Participant.id).filter_by(edition_id=edition.id, state="approved")
    return session.scalars(
        select(Interest)
        .where(Interest.wisher_id.in_(approved), Interest.wished_id.in_(approved))
        .order_by(Interest.declared_at, Interest.id)
    ).all()


def demand(session: Session, edition: Edition) -> list[Demand]:
    """Everyone who takes part, the most wanted first."""
    wanted = {(wish.wisher_id, wish.wished_id) for wish in among(session, edition) if wish.level != "never"}
    people = session.scalars(
        select(Participant)
        .filter_by(edition_id=edition.id, state="approved")
        .options(joinedload(Participant.organisation))
    )
    rows = [
        Demand(
            participant=person,
            wishes=sum(wisher == person.id for wisher, _ in wanted),
            wished=sum(other == person.id for _, other in wanted),
            mutual=sum(wisher == person.id and (other, wisher) in wanted for wisher, other in wanted),
        )
        for person in people
    ]
    return sorted(rows, key=lambda row: (-row.wished, row.participant.organisation.name))
