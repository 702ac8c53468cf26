"""What everyone may read: the fairs and meetups that are coming, and each edition's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, render_template, request

from fairs.agenda import json_ld
from fairs.agenda.recurrence_words import in_words
from fairs.delivery.links import webcal
from fairs.families import family_of
from fairs.queries import activities, census, editions, people, replies, visible
from fairs.queries import recurrences as series_of
from fairs.registration import listings
from fairs.registration.blueprint import blueprint
from fairs.registration.forms import AddressForm
from fairs.web import here, language, person, policy
from fairs.web.accent import stylesheet

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from fairs.models import Edition, Fair

AN_HOUR = 3600


@blueprint.get("/")
@policy.public
def home() -> ResponseReturnValue:
    """What is coming; in a demonstration, with ready-made ways in."""
    coming = [one for one in editions.upcoming(here.session(), here.now()) if not _gone(one)]
    guest = None
    if here.settings().demo and coming:
        busiest = max(coming, key=lambda edition: edition.fair.kind == "fair")
        guest = next(iter(people.taking_part(here.session(), busiest)), None)
    return render_template("registration/home.html", editions=coming, guest=guest, now=here.now())


@blueprint.get("/g/<name>")
@policy.public
def fair(name: str) -> ResponseReturnValue:
    """One fair or meetup, with its editions."""
    return fair_page(editions.fair_by_slug(here.session(), name), AddressForm())


def fair_page(found: Fair, form: AddressForm) -> str:
    """The page, with the form of those who want to follow."""
    now = here.now()
    every = editions.of_fair(here.session(), found)
    series = series_of.of_fair(here.session(), found)
    source = listings.of_fair(found.slug)
    coming = [edition for edition in every if edition.ends_at > now and not _gone(edition)]
    return render_template(
        "registration/fair.html",
        fair=found,
        coming=coming,
        past=[edition for edition in reversed(every) if edition.ends_at <= now and not edition.cancelled],
        rule=in_words(series_of.recurrence_of(series), language.current()) if series else "",
        json_ld=json_ld.block(listings.announced_of(coming)),
        source=source,
        webcal=webcal(source.address("ics")),
        form=form,
        now=now,
    )


def _gone(edition: Edition) -> bool:
    """Called off by a rule before anybody knew: only calendars need to hear of it."""
    return edition.cancelled and not edition.cancelled_because


@blueprint.get("/g/<name>/accent.css")
@policy.public
def accent(name: str) -> ResponseReturnValue:
    """The colour of a fair, light and dark."""
    found = editions.fair_by_slug(here.session(), name)
    response = Response(stylesheet(found.accent), mimetype="text/css")
    response.cache_control.max_age = AN_HOUR
    return response


@blueprint.get("/e/<slug>")
@policy.public
def edition() -> ResponseReturnValue:
    """What, when, where, who comes, how it works, and what now."""
    shown, now = person.current_edition(), here.now()
    (announced,) = listings.announced_of([shown])
    return render_template(
        "registration/edition.html",
        edition=shown,
        announced=announced,
        json_ld=json_ld.block([announced]) if shown.opened_at else "",
        webcal=webcal(f"{announced.url}.ics"),
        tally=replies.tally(here.session(), shown) if shown.fair.kind == "meetup" else None,
        has_programme=activities.any_of(here.session(), shown),
        phase=shown.phase(now),
        now=now,
        registration_open=shown.registration_open(now),
        families=census.by_family(here.session(), shown),
    )


@blueprint.get("/e/<slug>/directory")
@policy.public
def directory() -> ResponseReturnValue:
    """The organisations that agreed to be named here, searched and by family."""
    shown, search = person.current_edition(), request.args.get("search", "").strip()
    chosen = family_of(request.args.get("family", ""))
    found = people.directory(here.session(), shown, search)
    organisations = visible.to_everyone(found)
    return render_template(
        "registration/directory.html",
        edition=shown,
        search=search,
        chosen=chosen.key if chosen else "",
        tally={key: sum(one.family == key for one in organisations) for key in census.KEYS},
        total=len(organisations),
        organisations=[one for one in organisations if chosen is None or one.family == chosen.key],
    )
