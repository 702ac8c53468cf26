"""What now: the next meeting, or the next thing to do. And the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from fairs.domain import substitutes
from fairs.domain import waiting as places
from fairs.participants.agenda import my_agenda
from fairs.participants.blueprint import blueprint, page
from fairs.participants.deeds import in_words
from fairs.participants.replying import meetup_page
from fairs.participants.steps import next_step, steps
from fairs.queries import participation, waiting
from fairs.queries.behalf import done_for
from fairs.web import here, person, policy

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("")
@policy.participant
def home() -> ResponseReturnValue:
    """Where I stand, and the one next thing."""
    participant, now = person.the_participant(), here.now()
    if participant.edition.fair.kind == "meetup":
        return meetup_page()
    agenda = my_agenda()
    way = steps(participation.of(here.session(), participant), approved=participant.takes_part)
    coming = [entry for entry in agenda.held if entry.end_at > now]
    return page(
        "home.html",
        steps=way,
        step=next_step(way),
        agenda=agenda,
        next=coming[0] if coming else None,
        later=coming[1:],
        rank=waiting.rank(here.session(), participant) if participant.state == "waitlisted" else None,
        asked_instead=substitutes.waited_for(here.session(), participant),
        done_for_you=in_words(done_for(here.session(), participant)),
    )


@blueprint.post("/accept")
@policy.participant
def accept() -> ResponseReturnValue:
    """Take the place that is held."""
    participant = person.the_participant()
    places.accept(here.session(), participant, here.now())
    flash(_("The place is yours: you take part."))
    return redirect(url_for("participants.home", slug=participant.edition.slug), 303)


@blueprint.post("/leave")
@policy.participant
def leave() -> ResponseReturnValue:
    """Forget this person on this device."""
    edition = person.current_edition()
    person.leave(edition)
    flash(_("This device has forgotten you. The link in your mails lets you in again."))
    return redirect(url_for("public.edition", slug=edition.slug), 303)
