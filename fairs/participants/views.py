"""All of the participant's pages, to be served."""

from __future__ import annotations

from fairs.participants import agenda, answering, colleagues, home, leaving, profile, times, wishing
from fairs.participants.blueprint import blueprint

BLUEPRINTS = (blueprint,)
PAGES = (home, profile, answering, colleagues, wishing, times, agenda, leaving)
