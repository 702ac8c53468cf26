"""What public calendars and feeds show: of one fair, of a territory, or everything; in one language.

A feed's address says the language, so that the same address gives everybody the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, get_args

from flask import Response, request, url_for
from flask_babel import gettext as _

from fairs.agenda.announcements import Listing
from fairs.agenda.colours import BRAND
from fairs.models.fair import Kind
from fairs.queries import announcements as reads
from fairs.queries import editions
from fairs.queries.announcements import Wanted
from fairs.web import addresses, here, language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from fairs.agenda.announcements import Announcement
    from fairs.models import Edition, Fair

LOOK_BACK = timedelta(days=365)  # a calendar keeps what was; and tombstones last as long
TIMEZONE = "Europe/Paris"  # of a calendar with nothing in it
EVERYBODY = {  # these two are for pages of others
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


@dataclass(frozen=True)
class Source:
    """A list of editions that has a page and feeds."""

    wanted: Wanted
    endpoint: str  # of its page; those of its feeds begin like it

    @property
    def values(self) -> dict[str, Any]:
        """What stands in its addresses."""
        fair = self.wanted.fair
        if fair is not None:
            return {"name": fair.slug}
        chosen = {"territory": self.wanted.territory, "kind": self.wanted.kind}
        return {name: value for name, value in chosen.items() if value}

    def address(self, form: str = "") -> str:
        """The address of its page, or of a feed of it, with the site's own name: for other programs."""
        return here.settings().base_url + self.link(form)

    def link(self, form: str = "") -> str:
        """The same as links of our own pages have it."""
        endpoint = f"{self.endpoint}_{form}" if form else self.endpoint
        spoken = {"lang": language.current()} if form else {}
        values: dict[str, Any] = {**self.values, **spoken}
        return url_for(endpoint, **values)


def of_fair(name: str) -> Source:
    """The editions of one fair or meetup."""
    return Source(Wanted(fair=editions.fair_by_slug(here.session(), name)), "public.fair")


def asked_for() -> Source:
    """Those of the whole calendar, as far as the address asks for them."""
    kind = request.args.get("kind", "")
    return Source(
        Wanted(
            territory=request.args.get("territory", "").strip()[:200],
            kind=kind if kind in get_args(Kind) else "",
        ),
        "public.calendar",
    )


def shown(source: Source, form: str, since: datetime | None = None) -> Listing:
    """The list as a value, for a feed of some form."""
    now, wanted = here.now(), source.wanted
    found = reads.editions(here.session(), wanted, since or now - LOOK_BACK)
    announced = announced_of(found)
    fair = wanted.fair
    return Listing(
        title=fair.name if fair else title(wanted),
        description=_describe(fair, wanted),
        page_url=source.address(),
        feed_url=source.address(form),
        language=language.current(),
        accent=fair.accent if fair else BRAND,
        timezone=found[-1].timezone if found else TIMEZONE,
        announcements=announced,
    )


def announced_of(found: Sequence[Edition]) -> tuple[Announcement, ...]:
    """Editions as values, in the language of the page."""
    return reads.announced(here.session(), found, addresses.announced(), language.current(), here.now())


def title(wanted: Wanted) -> str:
    """What a calendar is called."""
    if wanted.territory:
        return str(_("Fairs and meetups: %(territory)s", territory=wanted.territory))
    return str(_("Fairs and meetups"))


def _describe(fair: Fair | None, wanted: Wanted) -> str:
    if fair is not None:
        return str(_("Dates of “%(name)s”, staged by %(network)s.", name=fair.name, network=fair.network))
    return str(_("What is coming: %(what)s.", what=title(wanted)))


def feed(content: bytes, kind: str, listing: Listing | None = None, name: str = "") -> Response:
    """A file that programs ask for again and again: unchanged, it is answered with 304."""
    response = Response(content, content_type=kind)
    if name:
        response.headers["Content-Disposition"] = f"inline; filename={name}"
    response.headers["Cache-Control"] = "public, no-cache"
    if listing is not None and listing.changed_at is not None:
        response.last_modified = listing.changed_at
    response.add_etag()
    response.make_conditional(request)
    return response


def for_pages_of_others(response: Response) -> Response:
    """What scripts of other sites may read: it is public, and no cookie matters to it."""
    response.headers.update(EVERYBODY)
    return response


def of_one(announced: Announcement) -> Listing:
    """One edition alone, as a list."""
    return Listing(
        title=announced.title,
        description=announced.summary,
        page_url=announced.url,
        feed_url=f"{announced.url}.ics",
        language=announced.language,
        accent=announced.accent,
        timezone=announced.timezone,
        announcements=(announced,),
    )
