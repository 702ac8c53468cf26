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
    sign_in,
    state,
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
)
BLUEPRINTS = (sign_in.blueprint, organisers, demonstration.blueprint)
