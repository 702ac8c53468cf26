"""Public calendars and feeds: to subscribe to, and for pages of others to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from fairs.agenda import atom, json_feed, public_ics
from fairs.registration import listings
from fairs.registration.blueprint import blueprint
from fairs.web import here, person, policy

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from fairs.registration.listings import Source

ICS = "text/calendar; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json; charset=utf-8"
HTML = "text/html; charset=utf-8"


@blueprint.get("/calendar.ics")
@policy.public
def calendar_ics() -> ResponseReturnValue:
    """Everything that is coming, for calendars."""
    return _ics(listings.asked_for(), "calendar.ics")


@blueprint.get("/calendar.atom")
@policy.public
def calendar_atom() -> ResponseReturnValue:
    """The same for readers of feeds."""
    return _atom(listings.asked_for())


@blueprint.get("/calendar.json")
@policy.public
def calendar_json() -> ResponseReturnValue:
    """The same for programs."""
    return _json(listings.asked_for())


@blueprint.get("/calendar/fragment.html")
@policy.public
def calendar_fragment() -> ResponseReturnValue:
    """The same for pages of others."""
    return _fragment(listings.asked_for())


@blueprint.get("/calendar/embed")
@policy.public
def calendar_embed() -> ResponseReturnValue:
    """What to copy into a page of one's own."""
    return _embed(listings.asked_for())


@blueprint.get("/g/<name>.ics")
@policy.public
def fair_ics(name: str) -> ResponseReturnValue:
    """The dates of one fair or meetup, for calendars."""
    return _ics(listings.of_fair(name), f"{name}.ics")


@blueprint.get("/g/<name>.atom")
@policy.public
def fair_atom(name: str) -> ResponseReturnValue:
    """The same for readers of feeds."""
    return _atom(listings.of_fair(name))


@blueprint.get("/g/<name>.json")
@policy.public
def fair_json(name: str) -> ResponseReturnValue:
    """The same for programs."""
    return _json(listings.of_fair(name))


@blueprint.get("/g/<name>/fragment.html")
@policy.public
def fair_fragment(name: str) -> ResponseReturnValue:
    """The same for pages of others."""
    return _fragment(listings.of_fair(name))


@blueprint.get("/g/<name>/embed")
@policy.public
def fair_embed(name: str) -> ResponseReturnValue:
    """What to copy into a page of one's own."""
    return _embed(listings.of_fair(name))


@blueprint.get("/e/<slug>.ics")
@policy.public
def edition_ics() -> ResponseReturnValue:
    """One edition, to take into a calendar."""
    edition = person.current_edition()
    listing = listings.of_one(*listings.announced_of([edition]))
    return listings.feed(public_ics.listing(listing), ICS, listing, f"{edition.slug}.ics")


def _ics(source: Source, name: str) -> Response:
    listing = listings.shown(source, "ics")
    return listings.feed(public_ics.listing(listing), ICS, listing, name)


def _atom(source: Source) -> Response:
    listing = listings.shown(source, "atom")
    return listings.feed(atom.listing(listing), ATOM, listing)


def _json(source: Source) -> Response:
    listing = listings.shown(source, "json", since=here.now())
    return listings.for_pages_of_others(listings.feed(json_feed.listing(listing), JSON_FEED))


def _fragment(source: Source) -> Response:
    listing = listings.shown(source, "fragment", since=here.now())
    html = render_template("registration/fragment.html", listing=listing)
    return listings.for_pages_of_others(listings.feed(html.encode(), HTML))


def _embed(source: Source) -> str:
    fragment = source.address("fragment")
    return render_template(
        "registration/embed.html",
        fair=source.wanted.fair,
        listing=listings.shown(source, "fragment", since=here.now()),
        fragment=fragment,
        source=source,
        mark=f"maillage-{source.wanted.fair.slug if source.wanted.fair else 'calendar'}",
    )
