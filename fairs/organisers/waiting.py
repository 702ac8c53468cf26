"""The waiting list, with what keeps each person on it; and those for whom a place is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairs.domain import registrations
from fairs.organisers.bench import bench, go, organisers
from fairs.queries import people
from fairs.queries import waiting as reads
from fairs.web import here, policy
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response

    from fairs.queries.waiting import Reason

REASONS: dict[Reason, LazyString] = {
    "no_place": _l("all places of the edition are taken"),
    "no_place_in_family": _l("all places of this family are taken; others are passed on before"),
    "not_enough_for_guests": _l("there are too few places for all the guests; others are passed on before"),
    "too_late": _l("the edition has begun: no more places are given by the list"),
    "cancelled": _l("the edition is cancelled"),
}


@organisers.get("/<slug>/waiting")
@policy.organiser
def waiting() -> str:
    """Who waits, in order."""
    session, edition = here.session(), current_edition()
    return bench(
        "organisers/waiting.html",
        "organisers.people",
        places=reads.of_edition(session, edition, here.now()),
        offered=reads.offered(session, edition),
        reasons=REASONS,
    )


@organisers.post("/<slug>/waiting/<person_id>/let-in")
@policy.organiser
def let_in(person_id: str) -> Response:
    """Give somebody a place before all others."""
    someone = people.by_id(here.session(), current_edition(), person_id)
    registrations.give_place(here.session(), someone, here.now())
    flash(_("%(name)s has a place now.", name=someone.name))
    return go("waiting")
