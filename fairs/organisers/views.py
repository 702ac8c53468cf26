"""All of the organiser's pages, to be served."""

from __future__ import annotations

from fairs.organisers import (
    conduct,
    demonstration,
    editions,
    families,
    grid,
    invitations,
    journal,
    long_jobs,
    mail_setup,
    moving,
    papers,
    people,
    planning,
    publishing,
    questions,
    records,
    standing_in,
    state,
    team,
    venue,
    waiting,
    webhooks,
    wishes,
    writing,
)
from fairs.organisers.bench import organisers

ROOMS = (
    state,
    people,
    questions,
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
    families,
    waiting,
    invitations,
    webhooks,
    team,
    standing_in,
)
BLUEPRINTS = (organisers, demonstration.blueprint)
