"""The places that one person takes: as many as people come with them.

Somebody who registers for a fair takes one. To a meetup people bring guests; who says “maybe” takes none,
because a place that is perhaps used would be denied to somebody who comes. Families count guests too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.domain import seats
from fairs.models import Intention
from fairs.queries.replies import needed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Family, Participant


def take(session: Session, participant: Participant) -> bool:
    """Take as many as this person needs, or none; whether there were enough."""
    intention = session.get(Intention, participant.id)
    count = needed(intention)
    if not seats.take(session, participant.edition, participant.family, count):
        return False
    if intention is not None:
        intention.places = count
    return True


def give_back(session: Session, participant: Participant) -> None:
    """This person takes no place any more."""
    seats.give_back(session, participant.edition, participant.family, held(session, participant))
    intention = session.get(Intention, participant.id)
    if intention is not None:
        intention.places = 0


def resize(session: Session, participant: Participant, intention: Intention, count: int) -> bool:
    """Let somebody who has places have so many instead; whether there was room."""
    more = count - intention.places
    if more > 0 and not seats.take(session, participant.edition, participant.family, more):
        return False
    if more < 0:
        seats.give_back(session, participant.edition, participant.family, -more)
    intention.places = count
    return True


def change_family(session: Session, participant: Participant, family: Family | None) -> bool:
    """Let somebody belong to another family, with the places if there are any; whether there was room."""
    former = participant.family
    if participant.has_place and family is not former:
        count = held(session, participant)
        if family is not None and not seats.take_of_family(session, family, count):
            return False
        if former is not None:
            seats.give_back_of_family(session, former, count)
    participant.family = family
    return True


def held(session: Session, participant: Participant) -> int:
    """How many places are counted for somebody who has a place."""
    intention = session.get(Intention, participant.id)
    return 1 if intention is None else intention.places
