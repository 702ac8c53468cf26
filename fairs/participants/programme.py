"""The programme as somebody who takes part sees it: signing up, signing out, what clashes, the minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from fairs.agenda.wording import by_local_day
from fairs.domain import activities as verbs
from fairs.errors import Refused
from fairs.participants.blueprint import blueprint, page
from fairs.queries import activities as reads
from fairs.web import here, person, policy
from fairs.web.errors import say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/programme")
@policy.participant
def programme() -> ResponseReturnValue:
    """All activities; one's own are marked, and those that clash with one's own."""
    participant, session = person.the_participant(), here.session()
    mine = reads.of_person(session, participant)
    every = reads.of_edition(session, participant.edition)
    return page(
        "programme.html",
        days=by_local_day(every, participant.edition.timezone),
        mine={activity.id for activity in mine},
        closed=reads.closed_to(session, participant),
        clashes={activity.id: reads.clashes(activity, mine) for activity in every},
    )


@blueprint.post("/programme/<uuid:activity_id>/in")
@policy.participant
def sign_up(activity_id: object) -> ResponseReturnValue:
    """Take a place; what it clashes with is told, and left to the person."""
    participant, session = person.the_participant(), here.session()
    activity = reads.by_id(session, participant.edition, str(activity_id))
    try:
        verbs.sign_up(session, participant, activity, here.now())
    except Refused as refusal:
        flash(say(refusal))
        return _back()
    speech = participant.language
    flash(_("You are signed up for “%(title)s”.", title=activity.text(speech).title))
    for other in reads.clashes(activity, reads.of_person(session, participant)):
        title = other.text(speech).title
        flash(_("It is held while “%(title)s” is: you cannot be at both. Give one place back.", title=title))
    return _back()


@blueprint.post("/programme/<uuid:activity_id>/out")
@policy.participant
def sign_out(activity_id: object) -> ResponseReturnValue:
    """Give the place back."""
    participant, session = person.the_participant(), here.session()
    activity = reads.by_id(session, participant.edition, str(activity_id))
    verbs.sign_out(session, participant, activity, here.now())
    flash(_("You are signed out. Your place is free for somebody else."))
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("participants.programme", slug=person.current_edition().slug), 303)
