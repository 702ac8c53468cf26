"""The places that one person takes: as many as people come with them.

Somebody who registers for a fair takes one. To a meetup people bring guests; who says “maybe” takes none,
because a place that is perhaps used would be denied to somebody who comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.domain import seats
from fairs.models import Answer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Participant
    from fairs.models.answer import Says


def wanted(says: Says, guests: int) -> int:
    """How many places an answer asks for."""
    return 1 + guests if says == "yes" else 0


def take(session: Session, participant: Participant) -> bool:
    """Take as many as this person needs, or none; whether there were enough."""
    answer = session.get(Answer, participant.id)
    if answer is None:
        return seats.take(session, participant.edition)
    places = wanted(answer.says, answer.guests)
    if not seats.take(session, participant.edition, places):
        return False
    answer.places = places
    return True


def give_back(session: Session, participant: Participant) -> None:
    """This person takes no place any more."""
    answer = session.get(Answer, participant.id)
    if answer is None:
        seats.give_back(session, participant.edition)
    elif answer.places:
        seats.give_back(session, participant.edition, answer.places)
        answer.places = 0
