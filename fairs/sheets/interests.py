"""The sheet `interests`: who wishes to meet whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fairs.sheets.faults import N_
from fairs.sheets.values import InterestRow
from fairs.sheets.words import LEVELS, fold, level_named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fairs.sheets.faults import FaultBook
    from fairs.sheets.raw import Line, RawSheet
    from fairs.sheets.values import Level


FRENCH = 1  # where the French word stands among the names of a level


def read_interests(
    sheet: RawSheet,
    people: Mapping[str, str] | None,
    blocks: Mapping[str, str] | None,
    book: FaultBook,
) -> tuple[InterestRow, ...]:
    """The wishes in the order of the sheet. What is None could not be read, and is not looked up."""
    rows = []
    lines: dict[tuple[str, str], int] = {}
    sides: dict[tuple[str, str], InterestRow] = {}
    strangers = Strangers()
    for line in sheet.lines(book):
        wisher, wished = (_person(line, column, people, strangers) for column in ("from", "to"))
        level, block = _level(line), _block(line, blocks)
        if wisher is None or wished is None:
            continue
        if wisher == wished:
            _told_self(line, wisher)
        elif (wisher, wished) in lines:
            _told_twice(line, wisher, wished, lines[wisher, wished])
        elif level is not None:
            row = InterestRow(wisher, wished, level, block, line.cells.get("message", ""))
            _agree(line, row, sides.get((wished, wisher)), lines)
            sides[wisher, wished] = row
            rows.append(row)
        lines.setdefault((wisher, wished), line.number)
    strangers.tell()
    return tuple(rows)


@dataclass
class Strangers:
    """Who is named and is no participant. One line lost among the participants is one fault, not twenty."""

    places: dict[str, list[tuple[Line, str]]] = field(default_factory=dict)

    def meet(self, line: Line, column: str) -> None:
        """Note where somebody unknown is named."""
        self.places.setdefault(line.text(column).casefold(), []).append((line, column))

    def tell(self) -> None:
        """A fault for each of them, where they are named first."""
        for (line, column), *others in self.places.values():
            numbers = dict.fromkeys(str(other.number) for other, _ in others if other.number != line.number)
            line.fault(
                column,
                N_("there is no participant “%(text)s” (named in lines %(lines)s too).")
                if numbers
                else N_("there is no participant “%(text)s”."),
                N_("Write the identifier of a line of the participants."),
                text=line.text(column),
                lines=", ".join(numbers),
            )


def _person(line: Line, column: str, people: Mapping[str, str] | None, strangers: Strangers) -> str | None:
    text = line.required(column)
    if text is None or people is None:
        return text
    person = people.get(text.casefold())
    if person is None:
        strangers.meet(line, column)
    return person


def _level(line: Line) -> Level | None:
    text = line.required("level")
    level = level_named(text) if text else None
    if text and level is None:
        line.fault(
            "level",
            N_("“%(text)s” is not a level."),
            N_("Write one of: %(levels)s."),
            text=text,
            levels=", ".join(f"{level} ({names[FRENCH]})" for level, names in LEVELS.items()),
        )
    return level


def _block(line: Line, blocks: Mapping[str, str] | None) -> str | None:
    text = line.text("block")
    if not text or blocks is None:
        return None
    if fold(text) not in blocks:
        line.fault(
            "block",
            N_("there is no block “%(text)s”."),
            N_("Write one of: %(blocks)s; or leave the cell empty."),
            text=text,
            blocks=", ".join(blocks.values()),
        )
    return blocks.get(fold(text))


def _told_self(line: Line, person: str) -> None:
    line.fault(
        "to",
        N_("“%(person)s” wishes to meet themselves."),
        N_("Name somebody else, or delete the line."),
        person=person,
    )


def _told_twice(line: Line, wisher: str, wished: str, earlier: int) -> None:
    line.fault(
        "to",
        N_("the wish of “%(wisher)s” to meet “%(wished)s” stands already in line %(line)s."),
        N_("Keep one of the two lines."),
        wisher=wisher,
        wished=wished,
        line=earlier,
    )


def _agree(
    line: Line, row: InterestRow, other: InterestRow | None, lines: Mapping[tuple[str, str], int]
) -> None:
    """Where both sides name a block, it must be the same one."""
    if other is None or row.block is None or other.block is None or row.block == other.block:
        return
    if "never" in (row.level, other.level):
        return
    line.fault(
        "block",
        N_("“%(wisher)s” names “%(block)s”, but line %(line)s names “%(other)s” for the same pair."),
        N_("Name the same block in both lines, or leave one empty."),
        wisher=row.wisher,
        block=row.block,
        other=other.block,
        line=lines[other.wisher, other.wished],
    )
