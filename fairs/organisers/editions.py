"""The editions that an organiser runs."""

from __future__ import annotations

from flask import render_template

from fairs.domain.permissions import RIGHTS
from fairs.errors import NotFound
from fairs.organisers.bench import organisers
from fairs.organisers.words import PHASES
from fairs.queries import editions as reads
from fairs.web import here, person, policy


@organisers.get("")
@policy.organiser
def editions() -> str:
    """Each with its phase and who takes part."""
    account = person.current_account()
    if account is None:
        raise NotFound("This page is for organisers.")
    run = reads.of_organiser(here.session(), account)
    return render_template(
        "organisers/editions.html",
        editions=run,
        sizes=reads.sizes(here.session(), run),
        phases=PHASES,
        entrance={
            held.fair_id: "organisers.state" if "edition" in RIGHTS[held.role].sees else "organisers.people"
            for held in account.memberships
        },
        now=here.now(),
    )
