"""When each reminder is of use: since when, and until when.

The clock asks here what is due, and a mail asks again on its way out, so that the two cannot disagree.
Hours are those of the place: on the days on which its clocks change, an evening is still an evening.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from fairs.models import Edition, Participant

UNCONFIRMED_FOR = timedelta(days=1)
CONFIRMED_WITHIN = timedelta(days=7)  # later nobody remembers having registered
DAYS_AHEAD = 2
EVENING = time(18)
MORNING = time(9)
BEFORE_MEETING = timedelta(minutes=10)
FOLLOWED_UP_WITHIN = timedelta(days=14)


@dataclass(frozen=True)
class Span:
    """The time in which something is of use."""

    since: datetime
    until: datetime | None = None  # None: it never comes too late

    def has_come(self, now: datetime) -> bool:
        """Whether it is time, or was."""
        return self.since <= now

    def is_over(self, now: datetime) -> bool:
        """Whether it comes too late."""
        return self.until is not None and self.until <= now

    def holds(self, now: datetime) -> bool:
        """Whether it is of use at this instant."""
        return self.has_come(now) and not self.is_over(now)


def registration_unfinished(participant: Participant) -> Span | None:
    """The address was not confirmed for a day, and registration is still open."""
    edition, registered_at = participant.edition, participant.registered_at
    since = registered_at + UNCONFIRMED_FOR
    closing = earliest(
        edition.ends_at, edition.registration_closes_at, edition.registration_closed_at, edition.cancelled_at
    )
    return Span(since, min(closing, registered_at + CONFIRMED_WITHIN)) if since < closing else None


def wishes_missing(edition: Edition) -> Span | None:
    """Wishes close in two days. None where they have no date, or were closed before it was time."""
    if edition.wishes_close_at is None:
        return None
    since = _days_before(edition, edition.wishes_close_at)
    closing = earliest(edition.wishes_close_at, edition.wishes_closed_at)
    return Span(since, closing) if since < closing else None


def two_days_before(edition: Edition) -> Span:
    """The fair is near; from the evening before on another reminder says so."""
    return Span(_days_before(edition, edition.starts_at), evening_before(edition).since)


def evening_before(edition: Edition) -> Span:
    """The fair is tomorrow. Of one of several days the first counts: of the others nobody is reminded."""
    return Span(_at(edition, edition.starts_at, -1, EVENING), edition.starts_at)


def before_meeting(starts_at: datetime) -> Span:
    """A meeting begins in a few minutes."""
    return Span(starts_at - BEFORE_MEETING, starts_at)


def follow_up(edition: Edition) -> Span:
    """The fair is over: what became of the meetings can be asked."""
    since = _at(edition, edition.ends_at, 1, MORNING)
    return Span(since, since + FOLLOWED_UP_WITHIN)


def wanted(participant: Participant) -> bool:
    """Whether somebody gets mails that can be done without."""
    return participant.reminders_stopped_at is None


def earliest(first: datetime | None, *others: datetime | None) -> datetime:
    """The earliest of the instants that are given."""
    return min(instant for instant in (first, *others) if instant is not None)


def _days_before(edition: Edition, instant: datetime) -> datetime:
    local = instant.astimezone(ZoneInfo(edition.timezone))
    return (local - timedelta(days=DAYS_AHEAD)).astimezone(UTC)  # the same hour on the clocks of the place


def _at(edition: Edition, instant: datetime, days: int, hour: time) -> datetime:
    zone = ZoneInfo(edition.timezone)
    day = instant.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, hour, zone).astimezone(UTC)
