"""Where I have to be: the agenda on the page, in the calendar, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from fairs.agenda import ics
from fairs.agenda.pdf import agenda_pdf
from fairs.agenda.wording import by_day
from fairs.domain import tokens
from fairs.errors import NotFound
from fairs.participants.blueprint import blueprint, page
from fairs.queries import activities, agendas, schedules
from fairs.web import addresses, here, person, policy, press

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from fairs.agenda.values import Agenda
    from fairs.queries.agendas import Links


def my_agenda(links: Links | None = None) -> Agenda:
    """What the participant has in the published schedule; without one, nothing yet."""
    participant, session = person.the_participant(), here.session()
    published = schedules.published(session, participant.edition)
    return agendas.agenda_of(session, participant, published, links or addresses.calendar())


@blueprint.get("/agenda")
@policy.participant
def agenda() -> ResponseReturnValue:
    """The agenda, and how to carry it along."""
    mine = my_agenda()
    return page(
        "agenda.html",
        agenda=mine,
        days=by_day(mine.entries, mine.occasion),
        feed=mine.feed_url,
        webcal=addresses.webcal(mine.feed_url) if mine.feed_url else "",
        chosen=activities.of_person(here.session(), person.the_participant()),
    )


@blueprint.get("/agenda.ics")
@policy.participant
def agenda_ics() -> ResponseReturnValue:
    """The agenda as it is now, to take into a calendar once."""
    return _file(ics.feed(_published()), "text/calendar; charset=utf-8", "ics")


@blueprint.get("/agenda.pdf")
@policy.participant
def agenda_paper() -> ResponseReturnValue:
    """The agenda to print."""
    return _file(press.printed(agenda_pdf, _published(addresses.paper())), "application/pdf", "pdf")


@blueprint.post("/agenda/link")
@policy.participant
def rotate_feed() -> ResponseReturnValue:
    """A new address for the calendar; whoever has the old one sees nothing more."""
    participant = person.the_participant()
    tokens.rotate(here.session(), "feed", participant.id, here.settings().secret_key, here.now())
    flash(_("Your calendar has a new address. Subscribe to it anew; the old one is dead."))
    return redirect(url_for("participants.agenda", slug=participant.edition.slug, _anchor="calendar"), 303)


def _published(links: Links | None = None) -> Agenda:
    found = my_agenda(links)
    if not found.entries:
        raise NotFound("There is no agenda yet. You will get a mail as soon as it is published.")
    return found


def _file(content: bytes, kind: str, ending: str) -> Response:
    response = Response(content, content_type=kind)
    name = f"agenda-{person.current_edition().slug}.{ending}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.add_etag()
    response.make_conditional(request)
    return response
