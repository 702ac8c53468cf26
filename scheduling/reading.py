"""Reads values out of parsed JSON and collects every fault, so that all of them can be told at once."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any, TypeVar

from scheduling.problem import Fault, Faulty

T = TypeVar("T")

KINDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}
LIKELY = 0.7
"""How alike an unknown key and a known one must be for the former to be a slip of the pen."""
NEVER = datetime(1, 1, 1, tzinfo=UTC)
"""Stands in for a time that could not be read."""


def in_order(faults: Iterable[Fault], keys: str) -> tuple[Fault, ...]:
    """The faults in the order of the file, whose outermost keys stand in the order of ``keys``."""
    first = {key: place for place, key in enumerate(keys.split())}

    def place(fault: Fault) -> list[tuple[int, str]]:
        parts = fault.pointer.split("/")[1:]
        return [
            (int(part), "") if part.isdigit() else (first.get(part, 0) if not depth else 0, part)
            for depth, part in enumerate(parts)
        ]

    return tuple(sorted(faults, key=place))


class Reader:
    """One JSON object, at a place of the file."""

    def __init__(self, value: Any, pointer: str, faults: list[Fault], keys: str) -> None:
        self.pointer = pointer
        self.faults = faults
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.fault("", f"This is to be an object, with the keys {keys}.")
        for key in self.value:
            likely = get_close_matches(key, keys.split(), 1, LIKELY)
            if key not in keys.split() and likely:
                self.fault(f"/{key}", f"There is no key {key!r}; {likely[0]!r} is probably meant.")

    def fault(self, below: str, sentence: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(self.pointer + below, sentence))

    def _of(self, kind: type[T], value: Any, below: str, default: T) -> T:
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return value
        self.fault(below, f"This is to be {KINDS[kind]}.")
        return default

    def has(self, key: str) -> bool:
        """Whether the key is there and not null."""
        return self.value.get(key) is not None

    def required(self, kind: type[T], key: str, default: T) -> T:
        """A value that must be there."""
        if not self.has(key):
            self.fault(f"/{key}", "This is missing; add it.")
            return default
        return self._of(kind, self.value[key], f"/{key}", default)

    def optional(self, kind: type[T], key: str, default: T) -> T:
        """A value that may be missing."""
        return self._of(kind, self.value[key], f"/{key}", default) if self.has(key) else default

    def name(self, key: str) -> str | None:
        """A text, or nothing."""
        return self.optional(str, key, "") if self.has(key) else None

    def number(self, key: str) -> int | None:
        """A whole number, or nothing."""
        return self.optional(int, key, 0) if self.has(key) else None

    def names(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty if missing."""
        values = self.optional(list, key, [])
        return tuple(self._of(str, value, f"/{key}/{n}", "") for n, value in enumerate(values))

    def instant(self, key: str) -> datetime:
        """A time with its offset."""
        text = self.required(str, key, "")
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            if self.has(key) and text:
                self.fault(f"/{key}", f"{text!r} is not a time; write it as in 2027-03-18T09:00:00+01:00.")
            return NEVER

    def each(
        self, key: str, read: Callable[["Reader"], T], keys: str, *, required: bool = True
    ) -> tuple[T, ...]:
        """A list of objects."""
        values: list[Any] = self.required(list, key, []) if required else self.optional(list, key, [])
        pointer = f"{self.pointer}/{key}"
        return tuple(
            read(Reader(value, f"{pointer}/{n}", self.faults, keys)) for n, value in enumerate(values)
        )

    def below(self, key: str, keys: str) -> "Reader":
        """The object under a key, an empty one if it is missing."""
        return Reader(self.value.get(key) or {}, f"{self.pointer}/{key}", self.faults, keys)

    def items(self, key: str) -> Iterator[tuple[str, Any]]:
        """The entries of a list, each with where it is."""
        for place, value in enumerate(self.optional(list, key, [])):
            yield f"/{key}/{place}", value


def opened(data: bytes, expected: str, keys: str, kind: type[Faulty]) -> Reader:
    """The object of a file of the expected format."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise kind((Fault("", f"This is not JSON: {error}."),)) from error
    faults: list[Fault] = []
    reader = Reader(value, "", faults, keys)
    if not isinstance(value, dict):
        raise kind(tuple(faults))
    found = reader.optional(str, "format", "")
    if not faults and found != expected:
        known = (
            f"This program reads {expected!r}, but the file says {found!r}."
            if found
            else f"Add {expected!r}."
        )
        raise kind((Fault("/format", known),))
    return reader
