"""The sheets of a fair as values: what spreadsheets say, and an edition in the database in the same words.

`fairs.domain.planning` makes the solver's problem from these, wherever they came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

Level = Literal["must", "would", "open", "never"]
LEVELS: tuple[Level, ...] = ("must", "would", "open", "never")


@dataclass(frozen=True)
class FairRow:
    """The one row of the sheet `fair`."""

    name: str
    place: str
    timezone: str  # IANA
    language: str  # "fr" or "en"
    organiser: str = ""  # whom calendars name as the organiser
    organiser_email: str = ""


@dataclass(frozen=True)
class Interval:
    """A time in which somebody cannot come: aware instants, end excluded."""

    start_at: datetime
    end_at: datetime


@dataclass(frozen=True)
class ParticipantRow:
    """A row of the sheet `participants`; `unavailable` is already resolved to instants."""

    id: str
    organisation: str
    name: str
    email: str
    family: str
    unavailable: tuple[Interval, ...]
    table: str | None
    max_meetings: int | None
    language: str
    needs: tuple[str, ...] = ()  # tags that the table must have


@dataclass(frozen=True)
class InterestRow:
    """A row of the sheet `interests`: one side's wish."""

    wisher: str
    wished: str
    level: Level
    block: str | None = None
    message: str = ""


@dataclass(frozen=True)
class BlockRow:
    """A row of the sheet `blocks`: a contiguous time of meetings."""

    name: str
    start_at: datetime  # aware
    end_at: datetime
    meeting_minutes: int
    pause_minutes: int


@dataclass(frozen=True)
class TableRow:
    """A row of the sheet `tables`."""

    id: str
    label: str
    seats: int
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slot:
    """One meeting-length interval of a block. Its id is its start in local time, as the sheets write it."""

    id: str
    block: str
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True)
class Note:
    """Something about the spreadsheets that stops nobody, to be told in the reader's language."""

    sentence: str  # English, a message of the catalogue
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def told(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language."""
        return translate(self.sentence) % self.values


@dataclass(frozen=True)
class Sheets:
    """A whole fair as its organiser would write it down."""

    fair: FairRow
    participants: tuple[ParticipantRow, ...]
    interests: tuple[InterestRow, ...]
    blocks: tuple[BlockRow, ...]
    tables: tuple[TableRow, ...]
    notes: tuple[Note, ...] = ()  # what was kept but not understood: unknown columns
