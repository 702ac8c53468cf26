"""What is wrong with a spreadsheet: where, what, and what to do. All of it at once, never the first alone.

A fault keeps its English sentences and their values apart, so that it can be told in any language later:
the language of the fair is itself a cell of the sheets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fairs.errors import FairError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """Mark a sentence for translation without translating it yet."""
    return sentence


@dataclass(frozen=True)
class Fault:
    """One thing to mend. `sheet` and `column` are as the organiser wrote them."""

    sheet: str
    line: int | None
    column: str | None
    what: str
    remedy: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def told(self, translate: Callable[[str], str]) -> str:
        """One line: where, what, what to do."""
        sentences = (translate(self.what) % self.values, translate(self.remedy) % self.values)
        return translate(_PLACES[self.line is not None, self.column is not None]) % {
            "sheet": self.sheet,
            "line": self.line,
            "column": self.column,
            "sentences": " ".join(sentences),
        }


_PLACES = {
    (False, False): N_("%(sheet)s: %(sentences)s"),
    (True, False): N_("%(sheet)s, line %(line)s: %(sentences)s"),
    (False, True): N_("%(sheet)s, column %(column)s: %(sentences)s"),
    (True, True): N_("%(sheet)s, line %(line)s, column %(column)s: %(sentences)s"),
}


class SheetFaults(FairError):
    """The spreadsheets cannot be used as they are. Holds every fault; nothing was kept."""

    def __init__(self, faults: tuple[Fault, ...], language: str | None = None) -> None:
        self.faults = faults
        self.language = language  # the fair's own, where its sheet could be read so far
        super().__init__("\n".join(fault.told(str) for fault in faults))

    def __reduce__(self) -> tuple[Any, ...]:
        """Exceptions rebuild themselves from `args`, which are not what this one was made from."""
        return type(self), (self.faults, self.language)

    def sentence(self, translate: Callable[[str], str]) -> str:
        """All faults, a line each."""
        return "\n".join(fault.told(translate) for fault in self.faults)


class FaultBook:
    """Where readers note what they find, so that reading can go on to the next cell."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def note(
        self, sheet: str, line: int | None, column: str | None, what: str, remedy: str, /, **values: object
    ) -> None:
        """Write a fault down."""
        self.faults.append(Fault(sheet, line, column, what, remedy, values))

    def whole(self, sheet: str, what: str, remedy: str, /, **values: object) -> None:
        """Write down a fault of a sheet as a whole."""
        self.note(sheet, None, None, what, remedy, **values)

    def in_order(self) -> tuple[Fault, ...]:
        """Sheet by sheet, as they were read, and line by line."""
        sheets = list(dict.fromkeys(fault.sheet for fault in self.faults))
        return tuple(sorted(self.faults, key=lambda fault: (sheets.index(fault.sheet), fault.line or 0)))
