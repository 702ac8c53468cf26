"""All of the organiser's pages, to be served."""

from __future__ import annotations

from fairs.organisers import (
    conduct,
    demonstration,
    editions,
    grid,
    journal,
    long_jobs,
    mail_setup,
    moving,
    papers,
    people,
    planning,
    publishing,
    records,
    standing_in,
    state,
    team,
    venue,
    webhooks,
    wishes,
    writing,
)
from fairs.organisers.bench import organisers

ROOMS = (
    state,
    people,
    venue,
    wishes,
    planning,
    grid,
    papers,
    long_jobs,
    publishing,
    writing,
    records,
    journal,
    conduct,
    editions,
    mail_setup,
    moving,
    webhooks,
    team,
    standing_in,
)
BLUEPRINTS = (organisers, demonstration.blueprint)
