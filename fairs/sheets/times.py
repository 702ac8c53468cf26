"""When somebody cannot come: slots, spans of time, days or blocks, as organisers write them down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fairs.sheets.cells import MINUTES_OF_A_DAY, day_in, instant, minutes_in
from fairs.sheets.faults import N_
from fairs.sheets.slots import lay_out_all
from fairs.sheets.values import Interval
from fairs.sheets.words import fold

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from fairs.sheets.raw import Line
    from fairs.sheets.values import BlockRow, Slot

DATE = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}"
CLOCK = r"\d{1,2}\s*(?::|h|H)\s*(?:\d{2})?(?::\d{2})?"
SPAN = re.compile(
    rf"(?:(?P<date>{DATE})(?:T|\s+))?(?P<start>{CLOCK})"
    rf"(?:\s*(?:[-/\u2013\u2014]|à|to)\s*(?:(?P<other>{DATE})(?:T|\s+))?(?P<end>{CLOCK}))?"
)
SEPARATORS = re.compile(r"[;,\n]")

UNKNOWN_SLOT = N_("no meeting begins at “%(text)s”.")
NAME_A_SLOT = N_("Write the start of a slot, such as %(example)s, or a span, such as %(example)s-%(end)s.")
NOT_A_TIME = N_("“%(text)s” is neither a slot nor a time.")
BACKWARDS = N_("“%(text)s” ends before it begins.")
TURN_ROUND = N_("Exchange the two times.")
WHICH_DAY = N_("“%(text)s” does not say on which day.")
ADD_DAY = N_("This fair has several days: write the date before the time, such as %(example)s.")
OTHER_DAY = N_("the fair is not held on the day of “%(text)s”.")


EXAMPLE = ("2027-03-18T09:00", "09:20")


@dataclass(frozen=True)
class Hours:
    """The time of a fair, as far as its blocks could be read."""

    zone: ZoneInfo
    blocks: tuple[BlockRow, ...]
    names: Container[str]  # of all blocks, folded: of those too that could not be read
    complete: bool  # whether every block could be read, so that what is not among them does not exist

    @cached_property
    def slots(self) -> dict[datetime, Slot]:
        """Every slot by its start."""
        return {slot.start_at: slot for slot in lay_out_all(self.blocks, self.zone)}

    @cached_property
    def ids(self) -> dict[str, Slot]:
        """Every slot by its id."""
        return {slot.id: slot for slot in self.slots.values()}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The local days of the fair."""
        return tuple(dict.fromkeys(start.astimezone(self.zone).date() for start in self.slots))

    @cached_property
    def named(self) -> dict[str, BlockRow]:
        """The blocks by their folded name."""
        return {fold(block.name): block for block in self.blocks}

    @cached_property
    def example(self) -> tuple[str, str]:
        """How a slot of this fair is written, and when it ends."""
        for slot in self.slots.values():
            return slot.id, f"{slot.end_at.astimezone(self.zone):%H:%M}"
        return EXAMPLE


class WrongTime(Exception):
    """A text that is no time of this fair: what is wrong with it, and the remedy."""

    def __init__(self, what: str, remedy: str = NAME_A_SLOT) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class CannotTell(Exception):
    """A text that may be a time of a block which could not be read."""


def read_unavailable(line: Line, hours: Hours) -> tuple[Interval, ...] | None:
    """The times of the cell, or None where one of them is wrong."""
    words = [word.strip() for word in SEPARATORS.split(line.cells.get("unavailable", ""))]
    intervals = []
    wrong = False
    for word in filter(None, words):
        try:
            intervals.append(_interval(word, hours))
        except CannotTell:
            continue
        except WrongTime as found:
            example, end = hours.example
            line.fault("unavailable", found.what, found.remedy, text=word, example=example, end=end)
            wrong = True
    return None if wrong else tuple(intervals)


def _interval(text: str, hours: Hours) -> Interval:
    """A slot, a block, a day or a span."""
    known = hours.ids.get(text) or hours.named.get(fold(text))
    if known:
        return Interval(known.start_at, known.end_at)
    if fold(text) in hours.names:
        raise CannotTell
    on = day_in(text)
    if on:
        return _span(hours, _instant(hours, on, 0), _instant(hours, on, MINUTES_OF_A_DAY))
    match = SPAN.fullmatch(text)
    if match is None:
        raise WrongTime(NOT_A_TIME)
    on = _day(hours, match["date"])
    start_at = _instant(hours, on, minutes_in(match["start"]))
    if match["end"] is None:
        return _slot(hours, start_at)
    other = _day(hours, match["other"]) if match["other"] else on
    return _span(hours, start_at, _instant(hours, other, minutes_in(match["end"])))


def _day(hours: Hours, written: str | None) -> date:
    on = day_in(written) if written else None
    if on:
        return on
    if written:
        raise WrongTime(NOT_A_TIME)
    if len(hours.days) > 1:
        raise WrongTime(WHICH_DAY, ADD_DAY)
    if not (hours.complete and hours.days):
        raise CannotTell
    return hours.days[0]


def _instant(hours: Hours, on: date, after_midnight: int | None) -> datetime:
    at = None if after_midnight is None else instant(on, after_midnight, hours.zone)
    if at is None:
        raise WrongTime(NOT_A_TIME)
    return at


def _slot(hours: Hours, start_at: datetime) -> Interval:
    """The slot that begins then. Within a block that could be read there is no doubt that none does."""
    slot = hours.slots.get(start_at)
    if slot:
        return Interval(slot.start_at, slot.end_at)
    if hours.complete or any(block.start_at <= start_at < block.end_at for block in hours.blocks):
        raise WrongTime(UNKNOWN_SLOT)
    raise CannotTell


def _span(hours: Hours, start_at: datetime, end_at: datetime) -> Interval:
    if end_at <= start_at:
        raise WrongTime(BACKWARDS, TURN_ROUND)
    first, last = start_at.astimezone(hours.zone).date(), end_at.astimezone(hours.zone).date()
    if hours.complete and not any(first <= on <= last for on in hours.days):
        raise WrongTime(OTHER_DAY)
    return Interval(start_at, end_at)
