"""Blocks, their slots, and tables of an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from fairs.errors import NotFound
from fairs.models import Block, Table
from fairs.sheets.slots import lay_out
from fairs.sheets.values import BlockRow

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.sheets.values import Slot


def blocks(session: Session, edition: Edition) -> Sequence[Block]:
    """The blocks of an edition in order of time."""
    return session.scalars(select(Block).filter_by(edition_id=edition.id).order_by(Block.starts_at)).all()


def tables(session: Session, edition: Edition) -> Sequence[Table]:
    """The tables at which meetings can be planned, in their order in the room."""
    return session.scalars(
        select(Table).filter_by(edition_id=edition.id, retired=False).order_by(Table.position)
    ).all()


def block_by_id(session: Session, edition: Edition, block_id: uuid.UUID) -> Block:
    """A block of an edition. Raises NotFound."""
    block = session.scalar(select(Block).filter_by(edition_id=edition.id, id=block_id))
    if block is None:
        raise NotFound("This block is not there any more.")
    return block


def table_by_id(session: Session, edition: Edition, table_id: uuid.UUID) -> Table:
    """A table of an edition. Raises NotFound."""
    table = session.scalar(select(Table).filter_by(edition_id=edition.id, id=table_id, retired=False))
    if table is None:
        raise NotFound("This table is not there any more.")
    return table


def of_edition(session: Session, edition: Edition) -> tuple[Slot, ...]:
    """All slots of an edition in order of time."""
    return tuple(slot for block in blocks(session, edition) for slot in of_block(edition, block))


def of_block(edition: Edition, block: Block) -> tuple[Slot, ...]:
    """The slots of one block."""
    return lay_out(row(block), ZoneInfo(edition.timezone))


def row(block: Block) -> BlockRow:
    """A block in the words of the sheets."""
    return BlockRow(
        name=block.name,
        start_at=block.starts_at,
        end_at=block.ends_at,
        meeting_minutes=block.meeting_minutes,
        pause_minutes=block.pause_minutes,
    )
