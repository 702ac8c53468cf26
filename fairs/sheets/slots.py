"""The slots that a block holds."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from fairs.sheets.values import Slot

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from fairs.sheets.values import BlockRow


def lay_out(block: BlockRow, zone: ZoneInfo) -> tuple[Slot, ...]:
    """Meetings one after the other from the block's start, a pause after each; the last ends by its end.

    Minutes are those that pass: a block over the night when clocks change holds an hour more, or less, than
    its clock times suggest. The pause is never taken out of the meeting.
    """
    length = timedelta(minutes=block.meeting_minutes)
    step = length + timedelta(minutes=block.pause_minutes)
    slots = []
    start = block.start_at.astimezone(UTC)
    end = block.end_at.astimezone(UTC)
    while start + length <= end:
        slots.append(Slot(slot_id(start, zone), block.name, start, start + length))
        start += step
    return tuple(slots)


def lay_out_all(blocks: Iterable[BlockRow], zone: ZoneInfo) -> tuple[Slot, ...]:
    """The slots of all blocks in order of time."""
    slots = (slot for block in blocks for slot in lay_out(block, zone))
    return tuple(sorted(slots, key=lambda slot: slot.start_at))


def slot_id(start_at: datetime, zone: ZoneInfo) -> str:
    """The local start, as the sheets write it; with its offset in the hour that autumn repeats."""
    local = start_at.astimezone(zone)
    return local.isoformat(timespec="minutes") if local.fold else f"{local:%Y-%m-%dT%H:%M}"
