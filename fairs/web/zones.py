"""The time zones that are offered where one is asked for; any other can be typed."""

from __future__ import annotations

from zoneinfo import available_timezones

CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
ZONES = tuple(
    sorted(zone for zone in available_timezones() if zone.split("/")[0] in CONTINENTS and "/" in zone)
)
