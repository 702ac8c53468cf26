"""`maillage journal`: what is written of the past, and what it says."""

from __future__ import annotations

import json
import os
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from fairs import clock, config, logs
from fairs.agenda.text import agenda_text
from fairs.commands.opening import up_to_date
from fairs.commands.tongue import translate
from fairs.errors import NotFound, Refused
from fairs.models import Edition
from fairs.models.engine import READ_ONLY
from fairs.queries.replay import known_until
from fairs.queries.replay import replay as read
from fairs.texts import N_

if TYPE_CHECKING:
    from fairs.agenda.values import Entry
    from fairs.queries.replay import Page, Replay

NOTHING_OUT = 3
FORMAT = "maillage.replay/1"


@click.group()
def journal() -> None:
    """Look into what has happened."""


@journal.command()
@click.option("--edition", "slug", required=True, metavar="E", help="The edition, as in its address.")
@click.option("--at", "written", required=True, metavar="INSTANT", help="Such as 2027-03-12T14:00+01:00.")
@click.option(
    "--participant", "who", metavar="NAME", help="An address or a name, or a part of one; else everyone."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How."
)
def replay(slug: str, written: str, who: str | None, form: str) -> None:
    """Tell what agendas said at an instant: their revision, and what stood in them.

    Ends with 3 where nothing had been published by then.
    """
    at = _instant(written)
    settings = config.from_environment(os.environ, begins=False)
    logs.configure(as_json=settings.log_json)
    with up_to_date(settings) as engine, Session(engine) as session:
        session.connection(execution_options=READ_ONLY)
        edition = session.scalar(select(Edition).filter_by(slug=slug))
        if edition is None:
            raise NotFound("There is no edition called “%(slug)s”.", slug=slug)
        if at > known_until(session, edition, clock.now()):
            raise Refused(
                "%(written)s has not come yet: nobody knows what agendas will say.", written=written
            )
        found = read(session, edition, at, settings.calendar_domain)
        at = at.astimezone(found.pages[0].agenda.occasion.zone) if found.pages else at
    pages = _wanted(found, who) if who and found.revision else found.pages
    if form == "json":
        click.echo(json.dumps(_values(slug, found, pages), ensure_ascii=False, indent=2))
    elif found.revision:
        click.echo("\n\n".join([_heading(slug, at, found), *map(_told, pages)]))
    if not found.revision:
        said = translate(N_("By %(written)s no agenda of %(slug)s had been published."))
        click.echo(said % {"written": written, "slug": slug}, err=True)
        raise SystemExit(NOTHING_OUT)


def _instant(written: str) -> datetime:
    try:
        at = datetime.fromisoformat(written)
    except ValueError as fault:
        raise Refused(
            "“%(written)s” is no instant: write it like 2027-03-12T14:00+01:00.", written=written
        ) from fault
    if at.tzinfo is None:
        raise Refused(
            "“%(written)s” does not say how far it is from UTC: write it like 2027-03-12T14:00+01:00.",
            written=written,
        )
    return at


def _wanted(found: Replay, who: str) -> tuple[Page, ...]:
    """Those who are called so; else all who have it in their name, organisation or address."""
    asked = _plain(who)
    exactly = tuple(page for page in found.pages if asked in map(_plain, _names(page)))
    pages = exactly or tuple(
        page for page in found.pages if any(asked in _plain(one) for one in _names(page))
    )
    if not pages:
        raise NotFound(
            "Nobody with “%(name)s” in their name, organisation or address had an agenda then.", name=who
        )
    return pages


def _names(page: Page) -> tuple[str, ...]:
    return page.agenda.email, page.agenda.person, page.agenda.organisation


def _plain(written: str) -> str:
    """As it is typed by somebody in a hurry: without accents, in small letters, with single spaces."""
    parts = unicodedata.normalize("NFKD", written.casefold())
    return " ".join("".join(sign for sign in parts if not unicodedata.combining(sign)).split())


def _heading(slug: str, at: datetime, found: Replay) -> str:
    said = translate(N_("%(edition)s at %(at)s: revision %(revision)s, published at %(published)s."))
    return said % {
        "edition": slug,
        "at": f"{at:%Y-%m-%d %H:%M %Z}",
        "revision": found.revision,
        "published": _local(found, at),
    }


def _local(found: Replay, at: datetime) -> str:
    return f"{found.published_at.astimezone(at.tzinfo):%Y-%m-%d %H:%M %Z}" if found.published_at else "-"


def _told(page: Page) -> str:
    """An agenda as a mail says it, between two lines on how its reader stood."""
    zone = page.agenda.occasion.zone
    last = translate(N_("not written to"))
    if page.told:
        said = translate(N_("last written to about revision %(revision)s, at %(at)s"))
        last = said % {
            "revision": page.told.revision,
            "at": f"{page.told.at.astimezone(zone):%Y-%m-%d %H:%M %Z}",
        }
    head = f"--- {page.agenda.person} <{page.agenda.email}>: {translate(page.state)}, {last}"
    return f"{head}\n\n{agenda_text(page.agenda).strip()}"


def _values(slug: str, found: Replay, pages: tuple[Page, ...]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "edition": slug,
        "at": found.at.isoformat(),
        "revision": found.revision,
        "published_at": found.published_at.isoformat() if found.published_at else None,
        "participants": [
            {
                "name": page.agenda.person,
                "organisation": page.agenda.organisation,
                "email": page.agenda.email,
                "state": page.state,
                "told": {"revision": page.told.revision, "at": page.told.at.isoformat()}
                if page.told
                else None,
                "meetings": [_meeting(entry) for entry in page.agenda.entries],
            }
            for page in pages
        ],
    }


def _meeting(entry: Entry) -> dict[str, Any]:
    return {
        "uid": entry.uid,
        "sequence": entry.sequence,
        "start_at": entry.start_at.isoformat(),
        "end_at": entry.end_at.isoformat(),
        "table": entry.table,
        "with": [{"name": one.name, "organisation": one.organisation} for one in entry.partners],
        "cancelled": entry.cancelled,
    }
