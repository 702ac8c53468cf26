"""Where a personal link is open: each device is a row, that its owner sees and can end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.orm import contains_eager

from fairs.domain import tokens
from fairs.domain.sign_ins import ON_OWN_DEVICE, ON_SHARED_DEVICE, hour_of
from fairs.errors import NotFound
from fairs.models import Edition, Entry, Participant

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from fairs.models import Token


def enter(
    session: Session, participant: Participant, token: Token, device: str, now: datetime, *, own_device: bool
) -> Entry:
    """The link has let somebody in on a device, for as long as they chose."""
    entry = Entry(
        participant_id=participant.id,
        token_id=token.id,
        device=device,
        own_device=own_device,
        entered_at=now,
        seen_at=hour_of(now),
        ends_at=now + (ON_OWN_DEVICE if own_device else ON_SHARED_DEVICE),
    )
    session.add(entry)
    session.flush()
    return entry


def living(session: Session, entry_id: uuid.UUID, now: datetime) -> Entry | None:
    """An entry that is not over, by a link that still lives."""
    found = session.scalar(
        select(Entry)
        .join(Entry.token)
        .options(contains_eager(Entry.token))
        .where(Entry.id == entry_id, Entry.ends_at > now)
    )
    alive = found is not None and found.token.purpose == "personal" and tokens.is_living(found.token, now)
    return found if alive else None


def of(session: Session, participant: Participant, now: datetime) -> Sequence[Entry]:
    """The devices of somebody in an edition, the newest first."""
    return _living(session, now, Entry.participant_id == participant.id)


def of_address(session: Session, email: str, now: datetime) -> Sequence[Entry]:
    """The devices of an address, in all its editions."""
    return _living(session, now, Participant.email == email)


def end(session: Session, participants: Sequence[uuid.UUID], entry_id: uuid.UUID) -> None:
    """One device of these people is out. Raises NotFound where it is none of theirs."""
    theirs = delete(Entry).where(Entry.id == entry_id, Entry.participant_id.in_(participants))
    if session.scalar(theirs.returning(Entry.id)) is None:
        raise NotFound("This device is not there any more.")


def end_all(session: Session, participants: Sequence[uuid.UUID]) -> None:
    """All devices of these people are out."""
    session.execute(delete(Entry).where(Entry.participant_id.in_(participants)))


def bearing(session: Session, email: str) -> Sequence[uuid.UUID]:
    """Whoever is registered under an address."""
    return session.scalars(select(Participant.id).where(Participant.email == email)).all()


def note_seen(session: Session, entry_id: uuid.UUID, hour: datetime) -> None:
    """Somebody was here in this hour."""
    order = update(Entry).where(Entry.id == entry_id).values(seen_at=hour)
    session.execute(order.execution_options(synchronize_session=False))


def holds_old(session: Session, now: datetime) -> bool:
    """Whether there is anything to forget."""
    return session.scalar(select(Entry.id).where(Entry.ends_at <= now).limit(1)) is not None


def forget_old(session: Session, now: datetime) -> int:
    """What is over goes; returns how many rows."""
    return len(session.scalars(delete(Entry).where(Entry.ends_at <= now).returning(Entry.id)).all())


def _living(session: Session, now: datetime, whose: ColumnElement[bool]) -> Sequence[Entry]:
    found = session.scalars(
        select(Entry)
        .join(Entry.token)
        .join(Entry.participant)
        .join(Participant.edition)
        .options(
            contains_eager(Entry.token),
            contains_eager(Entry.participant).contains_eager(Participant.edition).selectinload(Edition.texts),
            contains_eager(Entry.participant).contains_eager(Participant.edition).joinedload(Edition.fair),
        )
        .where(whose, Entry.ends_at > now)
        .order_by(Entry.entered_at.desc(), Entry.id)
    )
    return [one for one in found if tokens.is_living(one.token, now)]
