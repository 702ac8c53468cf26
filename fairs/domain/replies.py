"""Answers to a meetup, changed as often as people like: yes, maybe or no, and with how many guests."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from fairs import events
from fairs.domain import activities, places, registrations, waiting
from fairs.domain.registrations import GUESTS_AT_MOST
from fairs.errors import Refused
from fairs.models import Intention
from fairs.models.intention import Says
from fairs.outbox import record
from fairs.queries.replies import wanted

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.domain.registrations import Reply
    from fairs.models import Participant


def change(session: Session, participant: Participant, reply: Reply, now: datetime) -> None:
    """Answer otherwise. Places are taken and given back in the same step, so that none is sold twice."""
    _object(participant, reply, now)
    state = registrations.held_state(session, participant)
    answer = session.get(Intention, participant.id) or _first(session, participant, now)
    if (answer.says, answer.guests) == (reply.says, reply.guests) and state != "confirmed":
        return
    if reply.says == "no":
        answer.says, answer.guests, answer.answered_at = "no", 0, now
        registrations.withdraw(session, participant, now)
        return
    fits = not participant.has_place or _resize(session, participant, answer, reply, now)
    answer.says, answer.guests, answer.answered_at = reply.says, reply.guests, now
    record(
        session, events.AnswerChanged(participant.edition_id, participant.id, reply.says, reply.guests), now
    )
    if not fits:
        activities.leave_all(session, participant, now)
        waiting.join(session, participant, now)
    registrations.come_back(session, participant, now)
    waiting.fill(session, participant.edition, now)  # fewer guests may fit, or leave a place to others


def _object(participant: Participant, reply: Reply, now: datetime) -> None:
    edition = participant.edition
    if edition.cancelled or now >= edition.ends_at:
        raise Refused("This edition is over or will not be held: answers cannot change any more.")
    if reply.says not in get_args(Says):
        raise Refused("Say yes, maybe or no.", field="says")
    if not 0 <= reply.guests <= GUESTS_AT_MOST:
        raise Refused("Between no guest and %(most)d, please.", field="guests", most=GUESTS_AT_MOST)


def _first(session: Session, participant: Participant, now: datetime) -> Intention:
    """Who was let in without being asked takes one place."""
    count = 1 if participant.has_place else 0
    answer = Intention(participant_id=participant.id, says="yes", guests=0, places=count, answered_at=now)
    session.add(answer)
    session.flush()
    return answer


def _resize(
    session: Session, participant: Participant, answer: Intention, reply: Reply, now: datetime
) -> bool:
    """As many places as are wanted now. False: there are too few, but one can wait for them.

    Who holds places keeps them, and is refused: Refused is raised. Who said “maybe” has none to lose and
    joins the list, unless others already count on meetings with this person.
    """
    count = wanted(reply.says, reply.guests)
    if places.resize(session, participant, answer, count):
        return True
    edition = participant.edition
    promised = edition.has_meetings and edition.published_at is not None
    if answer.places == 0 and edition.waits and not promised and waiting.may_be_given(edition, now):
        return False
    taken, there = _too_few(participant, count - answer.places)
    raise Refused(
        "There are not enough places left for that: %(taken)d of %(capacity)d are taken. "
        "What you answered before still holds. A place may become free: look again later.",
        field="guests",
        taken=taken,
        capacity=there,
    )


def _too_few(participant: Participant, more: int) -> tuple[int, int]:
    """The places that do not suffice, taken and in all: those of the edition, or of the family."""
    edition, family = participant.edition, participant.family
    short = edition.capacity is not None and edition.taken + more > edition.capacity
    if family is None or family.quota is None or short:
        return edition.taken, edition.capacity or 0
    return family.taken, family.quota
