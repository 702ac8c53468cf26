"""What a cell may mean: a number, a date, a time, an address. A reader notes the fault and answers None."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email

from fairs.sheets.faults import N_

if TYPE_CHECKING:
    from fairs.sheets.raw import Line

MAX_NUMBER = 10_000
YEARS = range(1990, 2200)  # others are slips of the hand
MINUTES_OF_A_DAY = 24 * 60
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T00:00)?")
DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
TIME = re.compile(r"(\d{1,2})\s*(?::|h|H)\s*(\d{2})?(?::\d{2})?")
IDENTIFIER = re.compile(r"\w(?:[\w .'-]{0,38}[\w'-])?")  # it becomes the name of a file


def identifier(line: Line, column: str = "id") -> str | None:
    """A short name that can also be the name of a file."""
    text = line.required(column)
    if text is None or IDENTIFIER.fullmatch(text):
        return text
    line.fault(
        column,
        N_("“%(text)s” cannot be an identifier."),
        N_("Use up to 40 letters, digits, hyphens or dots, such as P01."),
        text=text,
    )
    return None


def number(line: Line, column: str, minimum: int, default: int | None = None) -> int | None:
    """A whole number; the default where the cell is empty."""
    text = line.text(column)
    if not text:
        return default
    if not re.fullmatch(r"[+-]?[0-9]{1,9}([.,]0*)?", text):
        line.fault(
            column,
            N_("“%(text)s” is not a whole number."),
            N_("Write digits alone, such as %(minimum)s."),
            text=text,
            minimum=max(minimum, 10),
        )
        return None
    value = int(re.split(r"[.,]", text)[0])
    if minimum <= value <= MAX_NUMBER:
        return value
    line.fault(
        column,
        N_("%(value)s is too small or too large."),
        N_("Write a number from %(minimum)s to %(maximum)s."),
        value=value,
        minimum=minimum,
        maximum=MAX_NUMBER,
    )
    return None


def email(line: Line, column: str = "email") -> str | None:
    """An address to which a mail could be sent."""
    text = line.required(column)
    return text if text is None or is_address(line, column, text) else None


def is_address(line: Line, column: str, text: str) -> bool:
    """Whether the text is an address; a fault where not. No server is asked."""
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        line.fault(
            column,
            N_("“%(text)s” is not an e-mail address."),
            N_("Write one address, such as name@example.org."),
            text=text,
        )
        return False
    return True


def day(line: Line, column: str = "date") -> date | None:
    """A date: 2027-03-18, 18/03/2027 or 18.03.2027. The day comes first, as it does in France."""
    text = line.required(column)
    if text is None:
        return None
    found = day_in(text)
    if found is None:
        line.fault(
            column,
            N_("“%(text)s” is not a date."),
            N_("Write the year, the month and the day, such as 2027-03-18."),
            text=text,
        )
    return found


def day_in(text: str) -> date | None:
    """The date that a text says."""
    iso, day_first = ISO_DATE.fullmatch(text), DAY_FIRST.fullmatch(text)
    numbers = iso.groups() if iso else day_first.groups()[::-1] if day_first else None
    if numbers is None:
        return None
    try:
        found = date(*map(int, numbers))
    except ValueError:
        return None
    return found if found.year in YEARS else None


def minutes(line: Line, column: str) -> int | None:
    """A time of day as minutes after midnight; 24:00 is the end of the day."""
    text = line.required(column)
    if text is None:
        return None
    found = minutes_in(text)
    if found is None:
        line.fault(
            column,
            N_("“%(text)s” is not a time of day."),
            N_("Write hours and minutes, such as 09:30."),
            text=text,
        )
    return found


def minutes_in(text: str) -> int | None:
    """The minutes after midnight that a text says: 09:30, 9h30, 9h."""
    match = TIME.fullmatch(text)
    if not match:
        return None
    hours, rest = int(match[1]), int(match[2] or 0)
    total = hours * 60 + rest
    return total if rest < 60 and total <= MINUTES_OF_A_DAY else None  # noqa: PLR2004 - minutes of an hour


def instant(on: date, after_midnight: int, zone: ZoneInfo) -> datetime | None:
    """When the clocks of the zone show this, the first time if twice; None where they skip it."""
    whole_days, rest = divmod(after_midnight, MINUTES_OF_A_DAY)
    local = datetime(on.year, on.month, on.day, tzinfo=zone) + timedelta(days=whole_days, minutes=rest)
    shown = local.astimezone(UTC).astimezone(zone)
    return local.astimezone(UTC) if shown.replace(tzinfo=None) == local.replace(tzinfo=None) else None


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of this IANA name."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):  # no such file, a folder, or a path out of the data
        return None
