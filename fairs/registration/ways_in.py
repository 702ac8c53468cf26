"""What secret links open: the door to a participant's pages, and the calendar that stays true.

Mail scanners open every link. So the door only shows a button; pressing it confirms, or lets in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request, url_for

from fairs.agenda import ics
from fairs.domain import proving, tokens
from fairs.errors import NotFound
from fairs.models import Participant
from fairs.queries import agendas, replies, schedules
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
    found, participant = _redeem(token)
    if person.has_entered(participant, found):
        return redirect(url_for("participants.home", slug=participant.edition.slug))
    return render_template(
        "registration/door.html",
        edition=participant.edition,
        participant=participant,
        confirms=found.purpose == "confirm" and participant.state == "received",
        takes_over=found.purpose == "confirm"
        and participant.state != "received"
        and not participant.confirmed_at,
    )


@blueprint.post("/p/<token>")
@policy.public
def enter(token: str) -> ResponseReturnValue:
    """Confirm the address if that is what the link is for; let in."""
    found, participant = _redeem(token)
    session, now, secret = here.session(), here.now(), here.settings().secret_key
    person.acts(participant)
    if found.purpose == "confirm":
        proving.prove(session, participant, now)
        found = tokens.redeem(
            session, "personal", tokens.issue(session, "personal", participant.id, secret, now), now
        )
    person.enter(participant, found)
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
