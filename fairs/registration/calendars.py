"""The calendar of the territory: everything that is coming, by territory and kind."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import render_template

from fairs.agenda import json_ld
from fairs.agenda.wording import by_local_day
from fairs.delivery.links import webcal
from fairs.queries import activities, rivals
from fairs.queries import announcements as reads
from fairs.queries import editions as editions_of
from fairs.registration import listings
from fairs.registration.blueprint import blueprint
from fairs.web import here, person, policy

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from fairs.models import Edition


@blueprint.get("/calendar")
@policy.public
def calendar() -> ResponseReturnValue:
    """All coming editions, month by month."""
    session, now, source = here.session(), here.now(), listings.asked_for()
    found = reads.editions(session, source.wanted, now)
    shown = [one for one in found if not one.cancelled or one.cancelled_because]
    return render_template(
        "registration/calendar.html",
        months=[list(month) for _, month in groupby(shown, _month)],
        wanted=source.wanted,
        title=listings.title(source.wanted),
        territories=reads.territories(session, now),
        json_ld=json_ld.block(listings.announced_of(shown)),
        source=source,
        webcal=webcal(source.address("ics")),
        rivals=_rivals(shown),
        now=now,
    )


@blueprint.get("/e/<slug>/programme")
@policy.public
def programme() -> ResponseReturnValue:
    """Talks, workshops and round tables of an edition."""
    edition = person.current_edition()
    every = activities.of_edition(here.session(), edition)
    days = by_local_day(every, edition.timezone)
    return render_template("registration/programme.html", edition=edition, days=days)


def _month(edition: Edition) -> tuple[int, int]:
    local = edition.starts_at.astimezone(ZoneInfo(edition.timezone))
    return local.year, local.month


def _rivals(shown: list[Edition]) -> dict[object, tuple[Edition, ...]]:
    """For organisers: what else competes with each of their own editions."""
    account = person.current_account()
    if account is None:
        return {}
    mine = {one.id for one in editions_of.of_organiser(here.session(), account)}
    return {
        edition.id: others
        for edition, others in rivals.among(here.session(), shown).items()
        if edition.id in mine and others
    }
