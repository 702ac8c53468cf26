"""What people answered to a meetup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs.models import Answer, Participant

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from fairs.models import Edition


@dataclass(frozen=True)
class Tally:
    """How many come, guests included, and how many may."""

    coming: int
    maybe: int


def of_person(session: Session, participant: Participant) -> Answer | None:
    """What somebody answered; None where nobody was asked."""
    return session.get(Answer, participant.id)


def says_no(session: Session, participant: Participant) -> bool:
    """Whether somebody who is not there any more has only answered no, and may answer otherwise."""
    answer = of_person(session, participant)
    return participant.state == "withdrawn" and answer is not None and answer.says == "no"


def by_person(session: Session, edition: Edition) -> dict[uuid.UUID, Answer]:
    """All answers of an edition, by participant."""
    statement = select(Answer).join(Answer.participant).where(Participant.edition_id == edition.id)
    return {answer.participant_id: answer for answer in session.scalars(statement)}


def tally(session: Session, edition: Edition) -> Tally:
    """Who comes to an edition, and who may."""
    rows = session.execute(
        select(Answer.says, func.count(), func.sum(Answer.places))
        .join(Answer.participant)
        .where(Participant.edition_id == edition.id, Participant.state == "approved")
        .group_by(Answer.says)
    )
    found = {says: (count, places or 0) for says, count, places in rows}
    return Tally(coming=found.get("yes", (0, 0))[1], maybe=found.get("maybe", (0, 0))[0])
