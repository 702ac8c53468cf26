"""All of the public's pages, to be served."""

from __future__ import annotations

from fairs.registration import (
    calendars,
    faces,
    feeds,
    following,
    invited,
    joining,
    pages,
    privacy,
    registering,
    unsubscribing,
    ways_in,
)
from fairs.registration.blueprint import blueprint

BLUEPRINTS = (blueprint, ways_in.blueprint)
PAGES = (pages, privacy, calendars, feeds, faces, following, registering, joining, invited, unsubscribing)
