"""An edition takes place on another day, at other hours, or elsewhere, and what hangs on it moves along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from fairs import events
from fairs.domain.registrations import INSIDE
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Absence, Activity, Block, Participant
from fairs.outbox import record
from fairs.queries import told

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition

LONGEST = timedelta(days=14)
GATES = ("opens_at", "registration_closes_at", "wishes_close_at")


@dataclass(frozen=True)
class WhenAndWhere:
    """When and where an edition takes place. Instants are aware."""

    starts_at: datetime
    ends_at: datetime
    venue: str
    address: str


@dataclass(frozen=True)
class Consequences:
    """What another day or place brings with it."""

    gates: dict[str, tuple[datetime, datetime]]  # dates that move along, by name: from when to when
    blocks: int  # that are laid out on other days
    people: int  # who are written to
    followers: int  # who are written to as well
    plans_anew: bool  # meetings have been published for the former times

    @property
    def any(self) -> bool:
        """Whether there is something to read before it is done."""
        return bool(self.gates or self.blocks or self.people or self.followers)


def consequences(session: Session, edition: Edition, plan: WhenAndWhere, now: datetime) -> Consequences:
    """What `move` would do. Raises Refused as `move` does."""
    days = _object(edition, plan, now)
    moves = (plan.starts_at, plan.ends_at, plan.venue, plan.address) != _as_it_is(edition)
    blocks = session.scalars(select(Block).filter_by(edition_id=edition.id)).all() if days else []
    return Consequences(
        gates=_gates(edition, days, now),
        blocks=len(blocks),
        people=len(counting_on(session, edition)) if moves else 0,
        followers=len(told.only_following(session, edition)) if moves and edition.opened_at else 0,
        plans_anew=bool(blocks) and edition.published_at is not None,
    )


def move(session: Session, edition: Edition, plan: WhenAndWhere, now: datetime) -> None:
    """Let an edition take place then and there. Dates to come, blocks and absences keep their distance.

    Everyone who is registered is written to. Published meetings stand until a new grid goes out.
    """
    take_up(session, edition)
    days = _object(edition, plan, now)
    former = _as_it_is(edition)
    if former == (plan.starts_at, plan.ends_at, plan.venue, plan.address):
        return
    for name, (_before, after) in _gates(edition, days, now).items():
        setattr(edition, name, after)
    if days:
        _move_what_is_laid_out(session, edition, days, now)
    edition.starts_at, edition.ends_at = plan.starts_at, plan.ends_at
    edition.venue, edition.address = plan.venue, plan.address
    announce(session, edition, former[:3], now)


def announce(
    session: Session, edition: Edition, former: tuple[datetime, datetime, str], now: datetime
) -> None:
    """Say that an edition has moved from these times and this place, to everyone who counts on it."""
    begun, ended = (instant.isoformat() for instant in former[:2])
    record(session, events.EditionMoved(edition.id, begun, ended, former[2]), now)
    for person in counting_on(session, edition):
        record(session, events.MoveAnnounced(edition.id, person, begun, ended), now)


def object_to(plan: WhenAndWhere, now: datetime | None) -> None:
    """Raise Refused where no edition can take place like this. Without `now` it may lie in the past."""
    if not plan.venue:
        raise Refused("Say where it takes place.", field="venue")
    if plan.ends_at <= plan.starts_at:
        raise Refused("The end must come after the start.", field="ends_at")
    if plan.ends_at - plan.starts_at > LONGEST:
        raise Refused("An edition lasts two weeks at most.", field="ends_at")
    if now is not None and plan.ends_at <= now:
        raise Refused("This lies in the past.", field="ends_at")


def _object(edition: Edition, plan: WhenAndWhere, now: datetime) -> int:
    """How many days later, by the calendar of the place."""
    if edition.cancelled:
        raise Refused("This edition is cancelled: nobody comes at another time.")
    object_to(plan, None if plan.ends_at == edition.ends_at else now)
    zone = ZoneInfo(edition.timezone)
    days = (plan.starts_at.astimezone(zone).date() - edition.starts_at.astimezone(zone).date()).days
    for _before, after in _gates(edition, days, now).values():
        if after <= now:
            raise Refused(
                "Registration or wishes would have closed by then: set their closing dates first.",
                field="starts_at",
            )
        if after > plan.ends_at:
            raise Refused("A closing date must lie before the end of the fair.", field="ends_at")
    return days


def _gates(edition: Edition, days: int, now: datetime) -> dict[str, tuple[datetime, datetime]]:
    """The dates still to come, which keep their distance to the fair."""
    dates = {name: getattr(edition, name) for name in GATES}
    return {
        name: (date, later(date, days, edition.timezone))
        for name, date in dates.items()
        if days and date is not None and date > now
    }


def later(instant: datetime, days: int, timezone: str) -> datetime:
    """So many days later, at the same hour on the clocks of the place."""
    return (instant.astimezone(ZoneInfo(timezone)) + timedelta(days=days)).astimezone(UTC)


def _move_what_is_laid_out(session: Session, edition: Edition, days: int, now: datetime) -> None:
    blocks: Sequence[Block | Absence | Activity] = session.scalars(
        select(Block).filter_by(edition_id=edition.id)
    ).all()
    absences = session.scalars(
        select(Absence).join(Absence.participant).where(Participant.edition_id == edition.id)
    ).all()
    activities = session.scalars(select(Activity).filter_by(edition_id=edition.id)).all()
    for span in (*blocks, *absences, *activities):
        span.starts_at = later(span.starts_at, days, edition.timezone)
        span.ends_at = later(span.ends_at, days, edition.timezone)
    if blocks:
        edition.grid_stale_at = now
        record(session, events.VenueLaidOut(edition.id), now)


def _as_it_is(edition: Edition) -> tuple[datetime, datetime, str, str]:
    return edition.starts_at, edition.ends_at, edition.venue, edition.address


def counting_on(session: Session, edition: Edition) -> Sequence[uuid.UUID]:
    """Everyone who counts on it, also those who want no mail that can be done without: this one cannot."""
    registered = select(Participant.id).where(
        Participant.edition_id == edition.id, Participant.state.in_(INSIDE)
    )
    return session.scalars(registered.order_by(Participant.registered_at, Participant.id)).all()
