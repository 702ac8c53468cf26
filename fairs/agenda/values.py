"""The values that every output is made from: what one person, or a whole fair, has in its published schedule.

Screen, mail, calendar and paper print these and nothing else, which is why they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True)
class Partner:
    """Somebody whom the reader of an agenda will meet, as far as the reader may know them."""

    name: str
    organisation: str
    family: str = ""  # a key of fairs.families, "" when unknown
    pitch: str = ""
    email: str = ""  # only when its owner agreed


@dataclass(frozen=True)
class Entry:
    """One meeting in one person's agenda."""

    uid: str  # for life; the same in feed, mail and download
    sequence: int  # rises exactly when this meeting changes
    changed_at: datetime  # aware, UTC: DTSTAMP and LAST-MODIFIED
    start_at: datetime  # aware, UTC
    end_at: datetime
    table: str
    partners: tuple[Partner, ...]
    why: str = ""  # the word the two left for each other
    cancelled: bool = False


@dataclass(frozen=True)
class Occasion:
    """What all agendas of one edition have in common."""

    title: str
    place: str  # "Halle aux Grains, Saint-Aubin"
    address: str
    timezone: str  # IANA
    organiser_name: str
    organiser_email: str  # the ORGANIZER of invitations, the same for life
    revision: int
    published_at: datetime | None
    accent: str = "#b4552d"
    calendar_domain: str = "maillage.invalid"  # right-hand side of identifiers made here

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which people at the fair read their watches."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True)
class Agenda:
    """One participant's view of a published schedule; entries in order of time, cancelled ones included."""

    occasion: Occasion
    person: str
    organisation: str
    email: str
    language: str  # "fr" or "en": every output speaks it
    entries: tuple[Entry, ...]
    page_url: str = ""
    feed_url: str = ""  # https; outputs derive webcal: from it

    @property
    def held(self) -> tuple[Entry, ...]:
        """The meetings that will take place."""
        return tuple(entry for entry in self.entries if not entry.cancelled)


@dataclass(frozen=True)
class GridSlot:
    """One row of the master grid."""

    start_at: datetime
    end_at: datetime
    block: str


@dataclass(frozen=True)
class GridMeeting:
    """One cell of the master grid: who sits at this table in this slot."""

    slot: int  # index into MasterGrid.slots
    table: int  # index into MasterGrid.tables
    people: tuple[str, ...]
    organisations: tuple[str, ...]
    families: tuple[str, ...] = ()


@dataclass(frozen=True)
class GridUnplaced:
    """A wish without a place, and why."""

    people: tuple[str, ...]
    organisations: tuple[str, ...]
    weight: int
    reason: str  # a code of the closed list in docs/reasons.md
    because: str  # the sentence, in the reader's language


@dataclass(frozen=True)
class MasterGrid:
    """Slots by tables: the whole schedule of an edition."""

    occasion: Occasion
    language: str
    slots: tuple[GridSlot, ...]
    tables: tuple[str, ...]
    meetings: tuple[GridMeeting, ...]
    unplaced: tuple[GridUnplaced, ...]
    status: Literal["draft", "published", "superseded"] = "draft"

    def days(self) -> tuple[date, ...]:
        """The local days that have slots, in order."""
        return tuple(
            dict.fromkeys(slot.start_at.astimezone(self.occasion.zone).date() for slot in self.slots)
        )
