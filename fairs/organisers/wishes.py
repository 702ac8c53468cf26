"""Demand against supply: who wishes how much, who is wanted most, who has wished nothing."""

from __future__ import annotations

from fairs.domain.capacity import capacity
from fairs.organisers.bench import bench, organisers
from fairs.queries import wishes as reads
from fairs.queries.sheets import sheets_of
from fairs.web import here, policy
from fairs.web.person import current_edition

BAR = 160  # the width of the picture of a load, in its own units


@organisers.get("/<slug>/wishes")
@policy.organiser
def wishes() -> str:
    """What is asked for, against what there is room for."""
    edition = current_edition()
    demand = reads.demand(here.session(), edition)
    room = capacity(sheets_of(here.session(), edition))
    longest = max((max(load.requests, load.free) for load in room.loads.values()), default=0)
    return bench(
        "organisers/wishes.html",
        capacity=room,
        demand=demand,
        silent=[row for row in demand if not row.wishes],
        loads=room.loads,
        scale=BAR / max(longest, 1),
    )
