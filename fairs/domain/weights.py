"""What a wish weighs: the table that turns the levels of two sides into the weight of their request.

| one side says | points |        | both sides | points more |
|---------------|--------|        |------------|-------------|
| must          | 3      |        | both said *would* or *must* | 3 |
| would         | 2      |
| open          | 1      |
| nothing       | 0      |

Both sides are added. *Never* on either side means that there is no request, and that the two are kept apart.
A lone *open* makes no request: to be open to somebody is no wish as long as the other is silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairs.sheets.values import Level


@dataclass(frozen=True)
class Weights:
    """The points of the table above; an edition may choose others."""

    must: int = 3
    would: int = 2
    open: int = 1
    mutual: int = 3  # more, when both sides said would or must

    def of_pair(self, one: Level | None, other: Level | None) -> int | None:
        """The weight of a request between two sides; None where there is none."""
        levels = {one, other}
        if "never" in levels or levels <= {None} or levels == {"open", None}:
            return None
        return (
            self._points(one)
            + self._points(other)
            + (self.mutual if {one, other} <= {"must", "would"} else 0)
        )

    def _points(self, level: Level | None) -> int:
        match level:
            case "must":
                return self.must
            case "would":
                return self.would
            case "open":
                return self.open
            case _:
                return 0


DEFAULT = Weights()
