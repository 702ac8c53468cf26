"""The times of an edition are those of another time zone: either its hours stay, or its instants do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from fairs import events
from fairs.domain.founding import object_to_zone
from fairs.domain.moving import GATES, counting_on
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Absence, Block, Participant
from fairs.outbox import record
from fairs.sheets.cells import instant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition

Kept = Literal["clock", "instants"]


@dataclass(frozen=True)
class Consequences:
    """What another zone brings with it."""

    starts_at: datetime  # as it would be
    ends_at: datetime
    blocks: int  # that are laid out at other instants
    people: int  # who are written to
    plans_anew: bool  # meetings have been published for the former instants


def consequences(
    session: Session, edition: Edition, timezone: str, kept: Kept, now: datetime
) -> Consequences:
    """What `change_zone` would do. Raises Refused as it does."""
    starts_at, ends_at = _span(edition, timezone, kept, now)
    moves = starts_at != edition.starts_at
    blocks = session.scalars(select(Block).filter_by(edition_id=edition.id)).all() if moves else []
    return Consequences(
        starts_at=starts_at,
        ends_at=ends_at,
        blocks=len(blocks),
        people=len(counting_on(session, edition)) if timezone != edition.timezone else 0,
        plans_anew=bool(blocks) and edition.published_at is not None,
    )


def change_zone(session: Session, edition: Edition, timezone: str, kept: Kept, now: datetime) -> None:
    """Let the times of an edition be those of another zone; everyone who is registered is written to.

    `clock`: nine o'clock stays nine o'clock, at another instant. `instants`: clocks there show another hour.
    """
    take_up(session, edition)
    starts_at, ends_at = _span(edition, timezone, kept, now)
    former = edition.timezone
    if timezone == former:
        return
    people = counting_on(session, edition)
    if kept == "clock":
        _move_dates(session, edition, timezone, now)
        edition.starts_at, edition.ends_at = starts_at, ends_at
    edition.timezone = timezone
    record(session, events.ZoneChanged(edition.id), now)
    for person in people:
        record(session, events.ZoneAnnounced(edition.id, person, former, kept), now)


def _span(edition: Edition, timezone: str, kept: Kept, now: datetime) -> tuple[datetime, datetime]:
    object_to_zone(timezone)
    if kept not in {"clock", "instants"}:
        raise Refused("Say what shall stay: the hours on the clock, or the instants.", field="kept")
    if edition.ends_at <= now:
        raise Refused("This edition is over: its times stay as they were.", field="timezone")
    if kept == "instants":
        return edition.starts_at, edition.ends_at
    starts_at, ends_at = (_elsewhere(at, edition, timezone) for at in (edition.starts_at, edition.ends_at))
    if ends_at <= now:
        raise Refused("By the clocks of that zone the edition would be over already.", field="timezone")
    return starts_at, ends_at


def _move_dates(session: Session, edition: Edition, timezone: str, now: datetime) -> None:
    for name in GATES:
        date = getattr(edition, name)
        if date is not None and date > now:
            setattr(edition, name, max(_elsewhere(date, edition, timezone), now))
    blocks: Sequence[Block | Absence] = session.scalars(select(Block).filter_by(edition_id=edition.id)).all()
    absences = session.scalars(
        select(Absence).join(Absence.participant).where(Participant.edition_id == edition.id)
    ).all()
    for span in (*blocks, *absences):
        span.starts_at, span.ends_at = (
            _elsewhere(at, edition, timezone) for at in (span.starts_at, span.ends_at)
        )
    if blocks:
        edition.grid_stale_at = now
        record(session, events.VenueLaidOut(edition.id), now)


def _elsewhere(at: datetime, edition: Edition, timezone: str) -> datetime:
    """When clocks of another zone show what those of the edition show at an instant."""
    local = at.astimezone(ZoneInfo(edition.timezone))
    there = instant(local.date(), local.hour * 60 + local.minute, ZoneInfo(timezone))
    if there is None:
        raise Refused(
            "In that zone the clocks go forward on that day and skip %(time)s: change the hours first.",
            field="timezone",
            time=f"{local:%H:%M}",
        )
    return there.replace(second=local.second, microsecond=local.microsecond)
