"""What I answered when I registered, to be seen and corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from fairs.domain import answers as verbs
from fairs.domain import conditions
from fairs.participants.blueprint import blueprint, page
from fairs.queries import answers as reads
from fairs.queries import questions
from fairs.web import here, person, policy
from fairs.web.errors import told_in
from fairs.web.questions import QuestionsForm, with_questions
from fairs.web.sent_files import attached, takes_files

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from fairs.models import Participant, Question


def are_asked(participant: Participant) -> list[Question]:
    """The questions that somebody of this family is asked."""
    asked = questions.of_edition(here.session(), participant.edition)
    return conditions.of_family(asked, participant.family.slug if participant.family else "")


@blueprint.get("/answers")
@policy.participant
def answers() -> ResponseReturnValue:
    """What was answered, in fields."""
    return page("answers.html", form=_form(person.the_participant()))


@blueprint.post("/answers")
@policy.participant
@takes_files
def keep_answers() -> ResponseReturnValue:
    """Keep what was corrected."""
    participant = person.the_participant()
    form = _form(participant)
    if form.validate():
        with told_in(form):
            verbs.correct(here.session(), participant, form.questions, form.settled.given, here.now())
            form.forget_files()
            flash(_("Your answers are kept."))
            return redirect(url_for("participants.answers", slug=participant.edition.slug), 303)
    form.keep_files(participant.edition)
    return page("answers.html", form=form), 422


@blueprint.get("/files/<file_id>")
@policy.participant
def my_file(file_id: str) -> ResponseReturnValue:
    """A file that I sent."""
    return attached(reads.upload_of(here.session(), person.the_participant(), file_id))


def _form(participant: Participant) -> QuestionsForm:
    known = {answer.question_id: answer.value for answer in reads.of(here.session(), participant)}
    form: Any = with_questions(QuestionsForm, are_asked(participant), known, revocable=True)()
    form.family_slug = participant.family.slug if participant.family else ""
    result: QuestionsForm = form
    return result
