"""What people answered to a meetup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from fairs.models import Intention, Participant
from fairs.models.participant import COUNTED

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.intention import Says

NEEDED = case(
    (Intention.participant_id.is_(None), 1), (Intention.says == "yes", 1 + Intention.guests), else_=0
)
"""How many places somebody needs, where the intention is joined from outside; as `needed` says it."""
HELD = func.coalesce(Intention.places, 1)
"""How many places are counted for somebody who has one, likewise."""


@dataclass(frozen=True)
class Tally:
    """How many come, guests included, and how many may."""

    coming: int
    maybe: int


def wanted(says: Says, guests: int) -> int:
    """How many places an answer asks for."""
    return 1 + guests if says == "yes" else 0


def needed(intention: Intention | None) -> int:
    """How many places somebody asks for; who was not asked comes alone."""
    return 1 if intention is None else wanted(intention.says, intention.guests)


def of_person(session: Session, participant: Participant) -> Intention | None:
    """What somebody answered; None where nobody was asked."""
    return session.get(Intention, participant.id)


def says_no(session: Session, participant: Participant) -> bool:
    """Whether somebody who is not there any more has only answered no, and may answer otherwise."""
    answer = of_person(session, participant)
    return participant.state == "withdrawn" and answer is not None and answer.says == "no"


def by_person(session: Session, edition: Edition) -> dict[uuid.UUID, Intention]:
    """All answers of an edition, by participant."""
    statement = (
        select(Intention)
        .join(Intention.participant)
        .where(Participant.edition_id == edition.id)
        .execution_options(populate_existing=True)
    )
    return {intention.participant_id: intention for intention in session.scalars(statement)}


def tally(session: Session, edition: Edition) -> Tally:
    """Who comes to an edition, and who may."""
    rows = session.execute(
        select(Intention.says, func.count(), func.sum(Intention.places))
        .join(Intention.participant)
        .where(Participant.edition_id == edition.id, COUNTED)
        .group_by(Intention.says)
    )
    found = {says: (count, places or 0) for says, count, places in rows}
    return Tally(coming=found.get("yes", (0, 0))[1], maybe=found.get("maybe", (0, 0))[0])
