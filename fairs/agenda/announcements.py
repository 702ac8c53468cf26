"""An edition as everyone may know it: what public calendars, feeds, cards and posters print, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Announcement:
    """One edition, in one language."""

    uid: str  # for life
    sequence: int  # rises whenever the announcement changes
    changed_at: datetime  # aware, UTC: DTSTAMP and LAST-MODIFIED
    url: str  # of its page
    fair_url: str
    kind: Literal["fair", "meetup"]
    fair: str
    title: str
    summary: str
    who_comes: str
    network: str  # who stages it
    territory: str
    venue: str
    address: str
    contact_email: str
    timezone: str  # IANA
    start_at: datetime  # aware, UTC
    end_at: datetime
    language: str
    accent: str
    cancelled: bool = False
    because: str = ""  # the host's word, if it is cancelled
    full: bool = False
    open: bool = False  # for registration
    card_url: str = ""  # the picture for those who share it

    @property
    def zone(self) -> ZoneInfo:
        """Where it is held."""
        return ZoneInfo(self.timezone)

    @property
    def place(self) -> str:
        """The hall and its street, on one line."""
        return ", ".join(filter(None, (self.venue, self.address)))


@dataclass(frozen=True)
class Listing:
    """Some announcements under one head: of a fair, of a territory, of everything there is."""

    title: str
    description: str
    page_url: str
    feed_url: str  # of this very file
    language: str
    accent: str
    timezone: str
    announcements: tuple[Announcement, ...]

    @property
    def changed_at(self) -> datetime | None:
        """When anything in it changed last."""
        return max((one.changed_at for one in self.announcements), default=None)
