"""Instants in lists: day, month and clock, short, in the time of the place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from fairs import texts
from fairs.web import language

if TYPE_CHECKING:
    from datetime import datetime


def brief(instant: datetime, zone: str) -> str:
    """12 Mar, 18:00."""
    place, spoken = ZoneInfo(zone), language.current()
    day = format_skeleton("MMMd", instant.astimezone(place), tzinfo=place, locale=texts.locale(spoken))
    return f"{day}, {texts.time(instant, place, spoken)}"
