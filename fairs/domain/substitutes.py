"""Who cannot come names who comes instead: the place passes once that person presses a mailed button.

Until then nothing changes, and nothing tells whether the address was known: who stands in this edition
already learns by mail that somebody meant well, and the one who named them waits as for anybody.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.domain import colleagues, handing_over, registrations, tokens
from fairs.domain.colleagues import Colleague
from fairs.domain.registrations import INSIDE, NAME_LENGTH
from fairs.domain.turns import take_up
from fairs.errors import NotFound, Refused
from fairs.models import Participant, Substitute
from fairs.outbox import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

ANSWERS_WITHIN = timedelta(days=3)
REMINDED_BEFORE = timedelta(days=1)
OVER = "This place is no longer to be had: it was taken back, or the time is over."


def name(session: Session, participant: Participant, successor: Colleague, now: datetime) -> Substitute:
    """Say who comes instead; a mail asks that person. Whoever was named before is asked no more."""
    edition = participant.edition
    take_up(session, edition)
    session.refresh(participant, ["state"], with_for_update=True)
    if participant.state not in INSIDE or now >= edition.ends_at:
        raise Refused("This place cannot be handed over any more.")
    email = colleagues.object_to(edition, successor)
    if email == participant.email:
        raise Refused("This is your own address: give that of who comes instead.", field="email")
    dismiss(session, participant, now)
    last = edition.starts_at if now < edition.starts_at else edition.ends_at
    substitute = Substitute(
        participant_id=participant.id,
        name=successor.name.strip()[:NAME_LENGTH],
        email=email,
        role=successor.role.strip()[:NAME_LENGTH],
        language=successor.language,
        named_at=now,
        ends_at=min(now + ANSWERS_WITHIN, last),
    )
    session.add(substitute)
    session.flush()
    record(session, events.SubstituteNamed(edition.id, participant.id, substitute.id), now)
    return substitute


def dismiss(session: Session, participant: Participant, now: datetime) -> bool:
    """Nobody is asked any more, and the place stays where it is. Whether anybody was."""
    asked = waited_for(session, participant)
    if asked is None:
        return False
    _end(session, asked, now)
    record(session, events.SubstituteDismissed(participant.edition_id, participant.id), now)
    return True


def take(session: Session, substitute: Substitute, now: datetime) -> Participant:
    """The button was pressed: the place is theirs, and their agenda follows. Raises NotFound, Refused."""
    participant = substitute.participant
    take_up(session, participant.edition)
    session.refresh(substitute, ["ended_at"], with_for_update=True)
    if not is_open(substitute, now):
        raise NotFound(OVER)
    successor = Colleague(substitute.name, substitute.email, substitute.role, substitute.language)
    handing_over.hand_over(session, participant, successor, now)
    _end(session, substitute, now)
    handing_over.accept(session, participant, now)
    return participant


def run_out(session: Session, substitute: Substitute, now: datetime) -> None:
    """Nobody took the place in time: it goes to whoever waits, as was said."""
    take_up(session, substitute.participant.edition)
    session.refresh(substitute, ["ended_at"], with_for_update=True)
    if substitute.ended_at is None and substitute.ends_at <= now:
        _end(session, substitute, now)
        registrations.withdraw(session, substitute.participant, now)


def waited_for(session: Session, participant: Participant) -> Substitute | None:
    """Who is asked to come instead of somebody."""
    return session.scalar(select(Substitute).filter_by(participant_id=participant.id, ended_at=None))


def is_open(substitute: Substitute, now: datetime) -> bool:
    """Whether the place can still be taken."""
    inside = substitute.participant.state in INSIDE
    return substitute.ended_at is None and now < substitute.ends_at and inside


def is_needless(session: Session, substitute: Substitute) -> bool:
    """Whether somebody of this address stands in the edition already."""
    edition_id = substitute.participant.edition_id
    known = select(Participant.id).filter_by(edition_id=edition_id, email=substitute.email)
    return session.scalar(known) is not None


def unanswered(session: Session, now: datetime) -> Sequence[Substitute]:
    """Those whose time runs out within a day, or has."""
    soon = select(Substitute).where(
        Substitute.ended_at.is_(None), Substitute.ends_at <= now + REMINDED_BEFORE
    )
    return session.scalars(soon.order_by(Substitute.ends_at, Substitute.id)).all()


def _end(session: Session, substitute: Substitute, now: datetime) -> None:
    substitute.ended_at = now
    tokens.revoke(session, "substitute", substitute.id, now)
