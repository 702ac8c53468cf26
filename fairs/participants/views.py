"""All of the participant's pages, to be served."""

from __future__ import annotations

from fairs.participants import (
    agenda,
    answering,
    colleagues,
    home,
    leaving,
    my_data,
    own_link,
    profile,
    programme,
    replying,
    times,
    wishing,
)
from fairs.participants.blueprint import blueprint

BLUEPRINTS = (blueprint,)
PAGES = (
    home,
    replying,
    profile,
    answering,
    colleagues,
    wishing,
    times,
    agenda,
    programme,
    leaving,
    own_link,
    my_data,
)
