"""Answers to a meetup, changed as often as people like: yes, maybe or no, and with how many guests."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from fairs import events
from fairs.domain import places, registrations, seats
from fairs.domain.registrations import GUESTS_AT_MOST
from fairs.errors import Refused
from fairs.models import Answer
from fairs.models.answer import Says
from fairs.outbox import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.domain.registrations import Reply
    from fairs.models import Participant


def change(session: Session, participant: Participant, reply: Reply, now: datetime) -> None:
    """Answer otherwise. Places are taken and given back in the same step, so that none is sold twice."""
    _object(participant, reply, now)
    state = registrations.held_state(session, participant)
    answer = session.get(Answer, participant.id) or _first(session, participant, now)
    if (answer.says, answer.guests) == (reply.says, reply.guests) and state != "confirmed":
        return
    if reply.says == "no":
        answer.says, answer.guests, answer.answered_at = "no", 0, now
        registrations.withdraw(session, participant, now)
        return
    if state == "approved":
        _resize(session, participant, answer, places.wanted(reply.says, reply.guests))
    answer.says, answer.guests, answer.answered_at = reply.says, reply.guests, now
    record(
        session, events.AnswerChanged(participant.edition_id, participant.id, reply.says, reply.guests), now
    )
    if state != "approved":
        registrations.come_back(session, participant, now)


def _object(participant: Participant, reply: Reply, now: datetime) -> None:
    edition = participant.edition
    if edition.cancelled or now >= edition.ends_at:
        raise Refused("This edition is over or will not be held: answers cannot change any more.")
    if reply.says not in get_args(Says):
        raise Refused("Say yes, maybe or no.", field="says")
    if not 0 <= reply.guests <= GUESTS_AT_MOST:
        raise Refused("Between no guest and %(most)d, please.", field="guests", most=GUESTS_AT_MOST)


def _first(session: Session, participant: Participant, now: datetime) -> Answer:
    """Who was let in without being asked takes one place."""
    held = 1 if participant.takes_part else 0
    answer = Answer(participant_id=participant.id, says="yes", guests=0, places=held, answered_at=now)
    session.add(answer)
    session.flush()
    return answer


def _resize(session: Session, participant: Participant, answer: Answer, wanted: int) -> None:
    """As many places as are wanted now. Raises Refused where they are not there."""
    edition, more = participant.edition, wanted - answer.places
    if more > 0 and not seats.take(session, edition, more):
        raise Refused(
            "There are not enough places left for that: %(taken)d of %(capacity)d are taken. "
            "What you answered before still holds. A place may become free: look again later.",
            field="guests",
            taken=edition.taken,
            capacity=edition.capacity,
        )
    if more < 0:
        seats.give_back(session, edition, -more)
    answer.places = wanted
