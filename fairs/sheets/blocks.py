"""The sheet `blocks`: when meetings can be held."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from fairs.sheets.cells import day, instant, minutes, number
from fairs.sheets.faults import N_
from fairs.sheets.values import BlockRow
from fairs.sheets.words import fold

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from fairs.sheets.faults import FaultBook
    from fairs.sheets.raw import Line, RawSheet

LONGEST_MEETING = 8 * 60


def read_blocks(sheet: RawSheet, zone: ZoneInfo, book: FaultBook) -> tuple[BlockRow, ...]:
    """The blocks in order of time."""
    found: list[tuple[Line, BlockRow]] = []
    names: dict[str, int] = {}
    for line in sheet.lines(book):
        _own_name(line, names)
        block = _block(line, zone)
        if block:
            found.append((line, block))
    if sheet.bare:
        book.whole(sheet.title, N_("there is no block."), N_("Write at least one line."))
    found.sort(key=lambda pair: pair[1].start_at)
    for (_, earlier), (line, later) in pairwise(found):
        if later.start_at < earlier.end_at:
            line.fault(
                "start",
                N_("the block “%(later)s” begins before “%(earlier)s” ends."),
                N_("Change the times so that blocks do not overlap."),
                later=later.name,
                earlier=earlier.name,
            )
    return tuple(block for _, block in found)


def block_names(sheet: RawSheet | None) -> dict[str, str] | None:
    """Every block that the sheet names, faulty ones included, by its folded name."""
    names = sheet.written("name") if sheet else None
    return None if names is None else {fold(name): name for name in names}


def _own_name(line: Line, names: dict[str, int]) -> None:
    name = line.text("name")
    if not name:
        return
    if fold(name) in names:
        line.fault(
            "name",
            N_("the block “%(name)s” stands already in line %(line)s."),
            N_("Give each block a name of its own, such as “%(name)s 2”."),
            name=name,
            line=names[fold(name)],
        )
    names.setdefault(fold(name), line.number)


def _block(line: Line, zone: ZoneInfo) -> BlockRow | None:
    name, on = line.required("name"), day(line)
    start, end = minutes(line, "start"), minutes(line, "end")
    length = _length(line)
    pause = number(line, "pause_minutes", 0, 0)
    if start is not None and end is not None and end <= start:
        line.fault(
            "end",
            N_("the block ends before it starts."),
            N_("Exchange start and end, or write 24:00 for midnight."),
        )
        return None
    if on is None or start is None or end is None:
        return None
    start_at, end_at = _clock(line, "start", on, start, zone), _clock(line, "end", on, end, zone)
    if name is None or start_at is None or end_at is None or length is None or pause is None:
        return None
    if (end_at - start_at).total_seconds() < length * 60:
        line.fault(
            "meeting_minutes",
            N_("a meeting of %(length)s minutes does not fit into the block."),
            N_("Shorten the meetings or lengthen the block."),
            length=length,
        )
        return None
    return BlockRow(name, start_at, end_at, length, pause)


def _length(line: Line) -> int | None:
    if line.required("meeting_minutes") is None:
        return None
    length = number(line, "meeting_minutes", 1)
    if length is not None and length > LONGEST_MEETING:
        line.fault(
            "meeting_minutes",
            N_("%(value)s is too small or too large."),
            N_("Write a number from %(minimum)s to %(maximum)s."),
            value=length,
            minimum=1,
            maximum=LONGEST_MEETING,
        )
        return None
    return length


def _clock(line: Line, column: str, on: date, after_midnight: int, zone: ZoneInfo) -> datetime | None:
    at = instant(on, after_midnight, zone)
    if at is None:
        line.fault(
            column,
            N_("this time does not exist: the clocks are put forward that night."),
            N_("Write a time before or after the hour that is skipped."),
        )
    return at
