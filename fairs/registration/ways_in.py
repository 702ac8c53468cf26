"""What secret links open: the door to a participant's pages, and the calendar that stays true.

Mail scanners open every link. So the door only shows a button; pressing it confirms, or lets in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, url_for

from fairs.agenda import ics
from fairs.domain import proving, substitutes, tokens
from fairs.errors import NotFound
from fairs.models import Participant, Substitute
from fairs.queries import agendas, replies, schedules
from fairs.registration.forms import EnterForm
from fairs.web import addresses, here, person, policy, transaction
from fairs.web.headers import keep_secret

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from fairs.models import Token

DEAD = "This link is unknown or no longer valid. Ask for a new one on the page of the fair."

blueprint = Blueprint("ways_in", __name__)
blueprint.after_request(keep_secret)


@blueprint.get("/p/<token>")
@policy.public
def door(token: str) -> ResponseReturnValue:
    """A page with one button. Whoever has entered by it before is led on."""
    if (asked := _substitute(token)) is not None:
        edition = asked.participant.edition
        return render_template("registration/instead.html", edition=edition, asked=asked, form=EnterForm())
    found, participant = _redeem(token)
    if person.has_entered(participant, found):
        return redirect(url_for("participants.home", slug=participant.edition.slug))
    return render_template(
        "registration/door.html",
        edition=participant.edition,
        participant=participant,
        form=EnterForm(),
        confirms=found.purpose == "confirm" and participant.state == "received",
    )


@blueprint.post("/p/<token>")
@policy.public
def enter(token: str) -> ResponseReturnValue:
    """Confirm the address if that is what the link is for; let in."""
    session, now, secret = here.session(), here.now(), here.settings().secret_key
    if (asked := _substitute(token)) is not None:
        person.acts(asked.participant)
        participant, proven = substitutes.take(session, asked, now), True
    else:
        found, participant = _redeem(token)
        person.acts(participant)
        proven = found.purpose == "confirm"
        if proven:
            proving.prove(session, participant, now)
    if proven:
        raw = tokens.issue(session, "personal", participant.id, secret, now)
        found = tokens.redeem(session, "personal", raw, now)
    person.enter(participant, found, own_device=not EnterForm().shared.data)
    return redirect(url_for("participants.home", slug=participant.edition.slug), 303)


@blueprint.get("/cal/<token>.ics")
@policy.machine
def feed(token: str) -> ResponseReturnValue:
    """A participant's meetings, for calendars to subscribe to; still there for who withdrew, as cancelled."""
    transaction.begin()
    session = here.session()
    found = tokens.redeem(session, "feed", token, here.now())
    participant = session.get(Participant, found.subject_id)
    if participant is None or participant.state not in {"approved", "withdrawn"}:
        raise NotFound(DEAD)
    published = schedules.published(session, participant.edition)
    agenda = agendas.agenda_of(session, participant, published, addresses.calendar())
    response = Response(ics.feed(agenda), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = "inline; filename=agenda.ics"
    response.add_etag()
    response.make_conditional(request)
    return response


def _substitute(raw: str) -> Substitute | None:
    """Who is asked to come instead, where the link is for that. Raises NotFound once it is over."""
    try:
        found = tokens.redeem(here.session(), "substitute", raw, here.now())
    except NotFound:
        return None
    asked = here.session().get(Substitute, found.subject_id)
    if asked is None or not substitutes.is_open(asked, here.now()):
        raise NotFound(substitutes.OVER)
    return asked


def _redeem(raw: str) -> tuple[Token, Participant]:
    """The living token of a link, and whose it is. For people who left, no link is living."""
    session, now = here.session(), here.now()
    try:
        found = tokens.redeem(session, "personal", raw, now)
    except NotFound:
        found = tokens.redeem(session, "confirm", raw, now)
    participant = session.get(Participant, found.subject_id)
    left = participant is None or participant.state in {"withdrawn", "declined", "erased"}
    if participant is None or (left and not replies.says_no(session, participant)):
        raise NotFound(DEAD)
    return found, participant
