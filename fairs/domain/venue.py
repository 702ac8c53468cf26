"""Where and when: blocks of time, and tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs import events
from fairs.errors import Refused
from fairs.models import Block, Meeting, Participant, Table
from fairs.outbox import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition

TABLES_AT_MOST = 400
LABEL_AT_MOST = 40  # what one reads from afar
SLOTS_AT_MOST = 200  # in one block


@dataclass(frozen=True)
class BlockPlan:
    """A block as the organiser lays it out. Instants are aware."""

    name: str
    starts_at: datetime
    ends_at: datetime
    meeting_minutes: int
    pause_minutes: int


def add_block(session: Session, edition: Edition, plan: BlockPlan, now: datetime) -> Block:
    """Lay out another block."""
    _object(session, edition, plan, block=None)
    block = Block(edition_id=edition.id)
    session.add(block)
    return _lay_out(session, edition, block, plan, now)


def change_block(session: Session, edition: Edition, block: Block, plan: BlockPlan, now: datetime) -> Block:
    """Lay a block out anew. Absences are times, so they hold in the new slots too."""
    _object(session, edition, plan, block)
    return _lay_out(session, edition, block, plan, now)


def remove_block(session: Session, edition: Edition, block: Block, now: datetime) -> None:
    """Take a block away; a grid that used it must be planned again."""
    session.delete(block)
    _laid_out(session, edition, now)


def add_tables(
    session: Session, edition: Edition, count: int, prefix: str, seats: int, now: datetime
) -> None:
    """Set up tables in bulk, numbered on from those that stand."""
    if not 1 <= count <= TABLES_AT_MOST:
        raise Refused("Set up between 1 and %(most)d tables at a time.", field="count", most=TABLES_AT_MOST)
    if seats < 2:  # noqa: PLR2004 - a meeting is of two at least
        raise Refused("A table needs two seats at least.", field="seats")
    tables = list(session.scalars(select(Table).filter_by(edition_id=edition.id)))
    if len(tables) + count > TABLES_AT_MOST:
        raise Refused(
            "More than %(most)d tables are too many for one fair.", field="count", most=TABLES_AT_MOST
        )
    taken = {table.label for table in tables}
    number, position = 0, max((table.position for table in tables), default=0)
    while count:
        number += 1
        label = f"{prefix.strip()} {number}".strip()
        if label in taken:
            continue
        position, count = position + 1, count - 1
        session.add(Table(edition_id=edition.id, position=position, label=label, seats=seats))
    _laid_out(session, edition, now)


def rename_table(session: Session, edition: Edition, table: Table, label: str, now: datetime) -> None:
    """Give a table the name that stands on it."""
    label = label.strip()
    if not label:
        raise Refused("Say what is written on the table.", field="label")
    if len(label) > LABEL_AT_MOST:
        raise Refused("At most %(max)d signs, please.", field="label", max=LABEL_AT_MOST)
    namesake = session.scalar(select(Table).filter_by(edition_id=edition.id, label=label))
    if namesake is not None and namesake.id != table.id:
        raise Refused("Another table is called %(label)s.", field="label", label=label)
    table.label = label
    _laid_out(session, edition, now)


def remove_table(session: Session, edition: Edition, table: Table, now: datetime) -> None:
    """Take a table away. One at which meetings were planned is kept out of sight, for they still name it."""
    used = session.scalar(select(func.count()).select_from(Meeting).filter_by(table_id=table.id))
    if used:
        table.retired = True
    else:
        for participant in session.scalars(select(Participant).filter_by(fixed_table_id=table.id)):
            participant.fixed_table_id = None
        session.delete(table)
    _laid_out(session, edition, now)


def _object(session: Session, edition: Edition, plan: BlockPlan, block: Block | None) -> None:
    if plan.ends_at <= plan.starts_at:
        raise Refused("The end must come after the start.", field="ends_at")
    if plan.meeting_minutes <= 0:
        raise Refused("A meeting lasts at least a minute.", field="meeting_minutes")
    if plan.pause_minutes < 0:
        raise Refused("A pause cannot be shorter than nothing.", field="pause_minutes")
    length = plan.ends_at - plan.starts_at
    if length < timedelta(minutes=plan.meeting_minutes):
        raise Refused(
            "This block is shorter than one meeting of %(minutes)d minutes.",
            field="meeting_minutes",
            minutes=plan.meeting_minutes,
        )
    if length / timedelta(minutes=plan.meeting_minutes + plan.pause_minutes) > SLOTS_AT_MOST:
        raise Refused(
            "That makes more than %(most)d slots in one block.", field="ends_at", most=SLOTS_AT_MOST
        )
    for other in session.scalars(select(Block).filter_by(edition_id=edition.id)):
        if other is not block and other.starts_at < plan.ends_at and plan.starts_at < other.ends_at:
            raise Refused("This block overlaps %(name)s.", field="starts_at", name=other.name)


def _lay_out(session: Session, edition: Edition, block: Block, plan: BlockPlan, now: datetime) -> Block:
    block.name = plan.name.strip()
    block.starts_at, block.ends_at = plan.starts_at, plan.ends_at
    block.meeting_minutes, block.pause_minutes = plan.meeting_minutes, plan.pause_minutes
    _laid_out(session, edition, now)
    return block


def _laid_out(session: Session, edition: Edition, now: datetime) -> None:
    edition.grid_stale_at = now
    session.flush()
    record(session, events.VenueLaidOut(edition.id), now)
