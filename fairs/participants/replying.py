"""The page of somebody who was asked to a meetup: what they answered, and how to answer otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from fairs.domain import replies as verbs
from fairs.participants.agenda import my_agenda
from fairs.participants.blueprint import blueprint, page
from fairs.queries import activities, replies, waiting
from fairs.web import here, person, policy
from fairs.web.answer_form import AnswerForm
from fairs.web.errors import told_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def meetup_page(form: AnswerForm | None = None) -> str:
    """What was answered, with the form that changes it."""
    participant, session = person.the_participant(), here.session()
    answer = replies.of_person(session, participant)
    known = {"says": answer.says, "guests": answer.guests} if answer else {"says": "yes", "guests": 0}
    agenda = my_agenda()
    return page(
        "meetup.html",
        answer=answer,
        form=form or AnswerForm(data=known),
        tally=replies.tally(session, participant.edition),
        rank=waiting.rank(session, participant) if participant.state == "waitlisted" else None,
        chosen=activities.of_person(session, participant),
        agenda=agenda,
        next=next((entry for entry in agenda.held if entry.end_at > here.now()), None),
    )


@blueprint.post("/answer")
@policy.participant
def answer() -> ResponseReturnValue:
    """Answer otherwise."""
    participant, form = person.the_participant(), AnswerForm()
    if form.validate():
        with told_in(form):
            verbs.change(here.session(), participant, form.reply(), here.now())
            told = participant.takes_part or participant.state == "withdrawn"
            flash(
                _("Your answer is kept. You get a mail that says so.") if told else _("Your answer is kept.")
            )
            return redirect(url_for("participants.home", slug=participant.edition.slug), 303)
    return meetup_page(form), 422
