"""What those who register are asked: in which order, of whom, and how many answered what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, request
from flask_babel import gettext as _
from wtforms import BooleanField

from fairs.domain import questions as verbs
from fairs.errors import Refused
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.question_forms import KINDS, MORE_ROWS, question_form
from fairs.queries import families
from fairs.queries import questions as reads
from fairs.web import here, policy
from fairs.web.errors import say, told_in
from fairs.web.person import current_edition
from fairs.web.question_fields import choice_label, condition_in_words
from fairs.web.questions import QuestionsForm, with_questions
from fairs.web.voice import Form

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from fairs.models import Question
    from fairs.organisers.question_forms import QuestionForm

ROOM = "organisers.people"


class AddressesForm(Form):
    """Which addresses are taken."""

    disposables_allowed = BooleanField()


@organisers.get("/<slug>/questions")
@policy.organiser
def questions() -> str:
    """All of them in their order, with what was answered, and those that are asked no more."""
    edition, session = current_edition(), here.session()
    asked = reads.of_edition(session, edition)
    by_id = {question.id: question for question in asked}
    return bench(
        "organisers/questions.html",
        ROOM,
        questions=asked,
        removed=reads.removed(session, edition),
        tallies=reads.tallies(session, edition),
        families={family.slug: family for family in families.of_edition(session, edition)},
        conditions={
            one.id: condition_in_words(one, by_id[one.depends_on_id])
            for one in asked
            if one.depends_on_id in by_id
        },
        kinds=KINDS,
        choice_label=choice_label,
    )


@organisers.get("/<slug>/questions/new")
@policy.organiser
def new_question() -> str:
    """The form for one more, of the kind that was chosen."""
    kind = request.args.get("kind", "")
    form = _form(None, kind=kind if kind in verbs.KINDS else "text")
    return _page(form, None)


@organisers.post("/<slug>/questions/new")
@policy.organiser
def add_question() -> Response | tuple[str, int]:
    """Ask one more."""
    form = _form(None)
    if "more" not in request.form and form.validate():
        with told_in(form):
            added = verbs.add(here.session(), current_edition(), form.plan(), here.now())
            flash(_("It is asked from now on."))
            return go("questions", _anchor=f"question-{added.id}")
    return _again(form, None)


@organisers.get("/<slug>/questions/<question_id>")
@policy.organiser
def question(question_id: str) -> str:
    """One of them, to be changed."""
    found = _question(question_id)
    return _page(_form(found), found)


@organisers.post("/<slug>/questions/<question_id>")
@policy.organiser
def change_question(question_id: str) -> Response | tuple[str, int]:
    """Ask it otherwise."""
    found = _question(question_id)
    form = _form(found)
    if "more" not in request.form and form.validate():
        with told_in(form):
            verbs.change(here.session(), current_edition(), found, form.plan(), here.now())
            flash(_("It is asked like this from now on. Answers that were given stay."))
            return go("questions", _anchor=f"question-{found.id}")
    return _again(form, found)


@organisers.post("/<slug>/questions/<question_id>/move")
@policy.organiser
def move_question(question_id: str) -> Response:
    """Up or down, by as many steps as are said."""
    found, steps = _question(question_id), request.form.get("steps", 0, type=int)
    try:
        verbs.move(here.session(), current_edition(), found, steps, here.now())
    except Refused as refusal:
        here.session().rollback()
        flash(say(refusal))
    return go("questions", _anchor=f"question-{question_id}")


@organisers.get("/<slug>/questions/<question_id>/remove")
@policy.organiser
def leave_question(question_id: str) -> str:
    """What removing means, before it is done."""
    found = _question(question_id)
    people = reads.answered(here.session(), found)
    return bench("organisers/question_remove.html", ROOM, question=found, people=people)


@organisers.post("/<slug>/questions/<question_id>/remove")
@policy.organiser
def remove_question(question_id: str) -> Response:
    """Ask it no more."""
    return _tried(verbs.remove, question_id, _("It is asked no more. Answers that were given are kept."))


@organisers.post("/<slug>/questions/<question_id>/restore")
@policy.organiser
def restore_question(question_id: str) -> Response:
    """Ask it again."""
    return _tried(verbs.restore, question_id, _("It is asked again, at the end."))


@organisers.post("/<slug>/questions/addresses")
@policy.organiser
def choose_addresses() -> Response:
    """Whether addresses that live for minutes are taken."""
    allowed = bool(AddressesForm().disposables_allowed.data)
    verbs.allow_disposables(here.session(), current_edition(), allowed=allowed, now=here.now())
    flash(_("Kept."))
    return go("questions")


@organisers.get("/<slug>/questions/preview")
@policy.organiser
def preview_questions() -> str:
    """The questions as somebody of a family sees them."""
    edition, session = current_edition(), here.session()
    there = families.of_edition(session, edition)
    chosen = next(
        (one for one in there if one.slug == request.args.get("family")), there[0] if there else None
    )
    form: Any = with_questions(QuestionsForm, reads.of_edition(session, edition))()
    form.family_slug = chosen.slug if chosen else ""
    return bench("organisers/questions_preview.html", ROOM, families=there, chosen=chosen, asked=form.asked())


def _tried(verb: Any, question_id: str, done: str) -> Response:
    try:
        verb(here.session(), current_edition(), _question(question_id), here.now())
    except Refused as refusal:
        here.session().rollback()
        flash(say(refusal))
    else:
        flash(done)
    return go("questions")


def _form(found: Question | None, **values: Any) -> QuestionForm:
    session, edition = here.session(), current_edition()
    there = families.of_edition(session, edition)
    return question_form(there, reads.of_edition(session, edition), found, **values)


def _again(form: QuestionForm, found: Question | None) -> tuple[str, int]:
    """The form as it was typed: with faults, with rows for more choices, or with those that a kind needs."""
    if "more" in request.form:
        return _page(form, found, MORE_ROWS), 200
    return _page(form, found), 422


def _page(form: QuestionForm, found: Question | None, *rows: int) -> str:
    form.make_room(*rows)
    answered = reads.answered(here.session(), found) if found else 0
    return bench("organisers/question.html", ROOM, form=form, question=found, answered=answered, kinds=KINDS)


def _question(written: str) -> Question:
    return reads.by_id(here.session(), current_edition(), written)
