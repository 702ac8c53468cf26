"""All of the participant's pages, to be served."""

from __future__ import annotations

from fairs.participants import agenda, answering, home, profile, programme, times, wishing
from fairs.participants.blueprint import blueprint

BLUEPRINTS = (blueprint,)
PAGES = (home, answering, profile, wishing, times, agenda, programme)
