"""The fields of a .dzn file with the lines they stand on, and every fault of their form."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scheduling.fault_list import FaultList, fault, key_of, quoted
from scheduling.problem import InvalidProblem

COMMENT = re.compile(r"%[^\n]*")
STATEMENT = re.compile(r"\s*([^\s=;]*)\s*(=?)([^;]*)(;?)")
STRANGE = re.compile(r"[^\d\s,|{}\[\]]")
NUMBER = re.compile(r"\d+")
MOST_DIGITS = 9
MOST = 100_000
"""Of anything that is counted in a file."""


class Numbers(NamedTuple):
    """Some numbers that belong together, and the line they begin on."""

    line: int
    numbers: list[int]


class _Field(NamedTuple):
    begin: int
    """Where its value begins in the text."""
    value: str


class Fields:
    """The fields of a file by name; what is missing or malformed is noted and read as if it were empty."""

    def __init__(self, text: str) -> None:
        self.text = COMMENT.sub("", text)
        self.breaks = [found.start() for found in re.finditer("\n", self.text)]
        self.faults = FaultList(InvalidProblem)
        self.fields: dict[str, _Field] = {}
        self._read()

    def _read(self) -> None:
        place = 0
        while place < len(self.text):
            found = STATEMENT.match(self.text, place)
            if found is None or not found[0].strip():
                break
            name, equals, value, end = found.groups()
            line, place = self.line(found.start(1)), found.end()
            pointer = f"/{key_of(name)}"
            if not (equals and end):
                sentence = "Line %(line)s: what begins with %(name)s is not of the form 'name = value;'."
                self.faults.add(fault(pointer, sentence, line=line, name=quoted(name)))
            elif name in self.fields:
                sentence = "Line %(line)s: the field %(name)s is there already; keep one."
                self.faults.add(fault(pointer, sentence, line=line, name=quoted(name)))
            else:
                self.fields[name] = _Field(found.start(3), value)

    def line(self, place: int) -> int:
        """The line of a place in the text, counted from one."""
        return bisect_right(self.breaks, place - 1) + 1

    def wrong(self, pointer: str, line: int, template: str, **details: object) -> None:
        """Note a fault on a line; the template begins with it."""
        self.faults.add(fault(f"/{pointer}", template, line=line, **details))

    def count(self, name: str, most: int = MOST) -> int:
        """A field that holds one whole number."""
        field = self.fields.get(name)
        if field is None:
            sentence = "The field %(name)s is missing; it holds a whole number."
            self.faults.add(fault(f"/{name}", sentence, name=quoted(name)))
            return 0
        text = field.value.strip()
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text) <= most):
            sentence = "Line %(line)s: this is to be a whole number of at most %(most)s, not %(text)s."
            self.wrong(name, self.line(field.begin), sentence, most=most, text=quoted(text))
            return 0
        return int(text)

    def rows(self, name: str, length: int, width: int) -> list[Numbers]:
        """A field that holds rows of numbers between bars."""
        rows = [row for row in self._parts(name, re.compile(r"[^|\[\]]+")) if row.numbers]
        if name not in self.fields:
            return []
        for n, row in enumerate(rows):
            if len(row.numbers) != width:
                sentence = "Line %(line)s: a row has %(width)s numbers, but this one %(number)s."
                self.wrong(f"{name}/{n}", row.line, sentence, width=width, number=len(row.numbers))
        if len(rows) != length:
            sentence = "Line %(line)s: there are to be %(length)s rows, but there are %(number)s."
            self.wrong(name, self._line(name), sentence, length=length, number=len(rows))
        return rows if len(rows) == length and all(len(row.numbers) == width for row in rows) else []

    def sets(self, name: str, length: int, *, required: bool = False) -> list[Numbers]:
        """A field that holds sets of numbers; empty ones where it is missing."""
        sets = list(self._parts(name, re.compile(r"\{[^}]*\}"), required=required))
        if name in self.fields and len(sets) != length:
            sentence = "Line %(line)s: there are to be %(length)s sets, but there are %(number)s."
            self.wrong(name, self._line(name), sentence, length=length, number=len(sets))
        return sets if len(sets) == length else [Numbers(0, [])] * length

    def numbers(self, name: str, length: int) -> list[Numbers]:
        """A field that holds a number for each; zeros where it is missing."""
        numbers = list(self._parts(name, NUMBER, required=False))
        if name in self.fields and len(numbers) != length:
            sentence = "Line %(line)s: there are to be %(length)s numbers, but there are %(number)s."
            self.wrong(name, self._line(name), sentence, length=length, number=len(numbers))
        return numbers if len(numbers) == length else [Numbers(0, [0])] * length

    def within(self, name: str, place: int, row: Numbers, numbers: Sequence[int], most: int) -> bool:
        """Whether each of the numbers names something that there is; notes the first that does not."""
        strange = next((number for number in numbers if not 1 <= number <= most), None)
        if strange is not None:
            sentence = "Line %(line)s: %(number)s is not from 1 to %(most)s."
            self.wrong(f"{name}/{place}", row.line, sentence, number=strange, most=most)
        return strange is None

    def _line(self, name: str) -> int:
        return self.line(self.fields[name].begin)

    def _parts(self, name: str, pattern: re.Pattern[str], *, required: bool = True) -> Iterator[Numbers]:
        """The parts of a field that the pattern finds, with their numbers."""
        field = self.fields.get(name)
        if field is None:
            if required:
                sentence = "The field %(name)s is missing; it holds a list."
                self.faults.add(fault(f"/{name}", sentence, name=quoted(name)))
            return
        strange = STRANGE.search(field.value)
        if strange:
            sentence = "Line %(line)s: %(text)s has no place in a list of numbers."
            self.wrong(name, self.line(field.begin + strange.start()), sentence, text=quoted(strange[0]))
        for part in pattern.finditer(field.value):
            digits = list(NUMBER.finditer(part[0]))
            begin = part.start() + (digits[0].start() if digits else 0)
            numbers = [int(number[0][: MOST_DIGITS + 1]) for number in digits]
            yield Numbers(self.line(field.begin + begin), numbers)
