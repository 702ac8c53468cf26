"""Reads values out of parsed JSON and collects every fault, so that all of them can be told at once."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, TypeVar

from scheduling.fault_list import FaultList, fault, key_of, quoted
from scheduling.json_text import Doubled, Odd, Unreadable, parsed
from scheduling.problem import Fault, Faulty

T = TypeVar("T")

KINDS: dict[type, str] = {
    str: "This is to be a text.",
    int: "This is to be a whole number.",
    bool: "This is to be true or false.",
    list: "This is to be a list.",
}
LIKELY = 0.7
"""How alike an unknown key and a known one must be for the former to be a slip of the pen."""
NEVER = datetime(1, 1, 1, tzinfo=UTC)
"""Stands in for a time that could not be read."""
LONGEST_KEY = 20
"""Longer unknown keys are no slips of the pen."""
MOST_UNKNOWN = 10_000
"""So many unknown keys of a file are looked at; where there are more, they are no slips of the pen."""


@cache
def _known(keys: str) -> frozenset[str]:
    return frozenset(keys.split())


@lru_cache(MOST_UNKNOWN)
def _likely(key: str, keys: str) -> str:
    """The key that was probably meant by an unknown one."""
    return "".join(get_close_matches(key, keys.split(), 1, LIKELY)) if len(key) <= LONGEST_KEY else ""


def whole(text: str) -> bool:
    """Whether a text can be written to a file again; one with half a character cannot."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


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

    def __init__(self, value: Any, pointer: str, faults: FaultList, keys: str) -> None:
        self.pointer = pointer
        self.faults = faults
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.fault("", "This is to be an object, with the keys %(keys)s.", keys=keys)
        elif isinstance(value, Doubled):
            for key in value.doubled:
                self.fault(
                    f"/{key_of(key)}", "The key %(key)s occurs more than once; keep one.", key=quoted(key)
                )
        known = _known(keys)
        for key in self.value:
            if key not in known:
                self._unknown(key, keys)

    def _unknown(self, key: str, keys: str) -> None:
        """Note a key that is probably a slip of the pen; the format may grow, so others are none."""
        self.faults.unknown += 1
        if self.faults.unknown <= MOST_UNKNOWN and (likely := _likely(key, keys)):
            sentence = "There is no key %(key)s; %(likely)s is probably meant."
            self.fault(f"/{key_of(key)}", sentence, key=quoted(key), likely=quoted(likely))

    def fault(self, below: str, sentence: str, **details: object) -> None:
        """Note a fault; ``sentence`` is a template for the details."""
        self.faults.add(fault(self.pointer + below, sentence, **details))

    def _of(self, kind: type[T], value: Any, below: str, default: T) -> T:
        if type(value) is kind:
            if isinstance(value, str) and not whole(value):
                self.fault(below, "The text holds half a character (a lone surrogate); write it anew.")
                return default
            return value
        if isinstance(value, Odd):
            self.fault(below, "%(number)s is no number to calculate with.", number=quoted(value.text))
        else:
            self.fault(below, KINDS[kind])
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
        values: list[Any] = self.optional(list, key, [])
        if all(type(value) is str and value.isascii() for value in values):
            return tuple(values)
        return tuple(self._of(str, value, f"/{key}/{n}", "") for n, value in enumerate(values))

    def instant(self, key: str) -> datetime:
        """A time with its offset."""
        text = self.required(str, key, "")
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            if self.has(key) and text:
                sentence = "%(text)s is not a time; write it as in 2027-03-18T09:00:00+01:00."
                self.fault(f"/{key}", sentence, text=quoted(text))
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
        return Reader(self.value[key] if self.has(key) else {}, f"{self.pointer}/{key}", self.faults, keys)

    def items(self, key: str) -> Iterator[tuple[str, Any]]:
        """The entries of a list, each with where it is."""
        for place, value in enumerate(self.optional(list, key, [])):
            yield f"/{key}/{place}", value


def opened(data: bytes, expected: str, keys: str, kind: type[Faulty]) -> Reader:
    """The object of a file of the expected format."""
    try:
        value = parsed(data)
    except Unreadable as error:
        raise kind((error.why,)) from error
    faults = FaultList(kind)
    reader = Reader(value, "", faults, keys)
    if not isinstance(value, dict):
        raise kind(faults.told())
    found = reader.optional(str, "format", "")
    if found != expected and not any(one.pointer == "/format" for one in faults.kept):
        sentence = "This program reads %(expected)s, but the file says %(found)s."
        if not found:
            sentence = "Add the key 'format' with the value %(expected)s."
        faults.add(fault("/format", sentence, expected=quoted(expected), found=quoted(found)))
        raise kind(faults.told())
    return reader
