"""Bytes to JSON values within bounds of time and memory, and without forgiving what JSON does not allow."""

import json
from collections import Counter
from typing import Any

from scheduling.fault_list import fault
from scheduling.problem import Fault

MOST_BYTES = 128 * 2**20
"""Of a file. Reading takes up to fifteen times as much memory, so less than two gigabytes."""
MOST_VALUES = 16_000_000
"""Of a file, counted by its commas and brackets."""
MOST_DIGITS = 18
"""Of a number, so that it fits into eight bytes."""
TOO_LARGE = "The file has more than %(most)s MB, which is the most that is read."


class Unreadable(Exception):
    """The bytes are no JSON, or too much of it."""

    def __init__(self, why: Fault) -> None:
        super().__init__(why.sentence)
        self.why = why


class Odd:
    """Stands for a number that the text spells but that no program can calculate with."""

    def __init__(self, text: str) -> None:
        self.text = text


class Doubled(dict[str, Any]):
    """An object some of whose keys occur more than once; the last value of each counts."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.doubled = [key for key, number in Counter(key for key, _ in pairs).items() if number > 1]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    return value if len(value) == len(pairs) else Doubled(pairs)


def _whole(text: str) -> int | Odd:
    return int(text) if len(text) <= MOST_DIGITS else Odd(text)


def parsed(data: bytes) -> Any:
    """The value; numbers beyond all measure, NaN and infinities are ``Odd``, repeated keys ``Doubled``.

    Raises ``Unreadable`` with the place in the text as far as it is known.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable(fault("", TOO_LARGE, most=MOST_BYTES // 2**20))
    if sum(data.count(sign) for sign in (b",", b"[", b"{")) > MOST_VALUES:
        raise Unreadable(fault("", "The file holds more than %(most)s values.", most=MOST_VALUES))
    try:
        return json.loads(data, object_pairs_hook=_object, parse_int=_whole, parse_constant=Odd)
    except UnicodeDecodeError as error:
        place = {"encoding": error.encoding, "place": error.start}
        sentence = "This is not %(encoding)s text, from byte %(place)s on; save the file as UTF-8."
        raise Unreadable(fault("", sentence, **place)) from error
    except RecursionError as error:
        raise Unreadable(fault("", "Lists and objects are nested too deeply to be read.")) from error
    except ValueError as error:
        raise Unreadable(fault("", "This is not JSON: %(error)s.", error=error)) from error
