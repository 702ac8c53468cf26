"""All of the participant's pages, to be served."""

from __future__ import annotations

from fairs.participants import (
    agenda,
    answering,
    home,
    own_link,
    profile,
    programme,
    replying,
    times,
    wishing,
)
from fairs.participants.blueprint import blueprint

BLUEPRINTS = (blueprint,)
PAGES = (home, replying, profile, answering, wishing, times, agenda, programme, own_link)
