"""The record of processing of an edition, what it says of data, and how long it keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange

from fairs.domain import consents, retention
from fairs.domain.retention import MONTHS_AT_MOST, WORDS_AT_MOST, Terms
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import REQUIRED, given
from fairs.queries import privacy as reads
from fairs.queries import processing, questions
from fairs.web import here, language, policy
from fairs.web.errors import told_in
from fairs.web.own_data import said
from fairs.web.person import current_edition
from fairs.web.voice import Form

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

ROOM = "organisers.settings"
SHORT = Length(max=200)
LONG = Length(max=WORDS_AT_MOST)


class PrivacyForm(Form):
    """What the organiser says of the data."""

    kept_months = IntegerField(
        _l("Months after the end, for which people are kept by name"),
        [REQUIRED, NumberRange(1, MONTHS_AT_MOST)],
    )
    controller = StringField(_l("Who answers for the data"), [SHORT])
    contact = StringField(_l("How to reach them"), [SHORT])
    recipients = TextAreaField(_l("Who else gets data"), [LONG])
    measures = TextAreaField(_l("How else they are kept safe"), [LONG])


@organisers.get("/<slug>/privacy")
@policy.organiser
def privacy() -> str:
    """The record, to be read and printed, and the form for what only the organiser can say."""
    return _page(PrivacyForm(obj=reads.terms_of(here.session(), current_edition())))


@organisers.post("/<slug>/privacy")
@policy.organiser
def keep_privacy() -> ResponseReturnValue:
    """Keep it. What hangs on the months moves at once."""
    form = PrivacyForm()
    if form.validate():
        with told_in(form):
            terms = Terms(
                given(form.kept_months),
                form.controller.data or "",
                form.contact.data or "",
                form.recipients.data or "",
                form.measures.data or "",
            )
            retention.set_terms(here.session(), current_edition(), terms, here.now())
            flash(_("It is kept, and stands on the public page."))
            return go("privacy")
    return _page(form), 422


def _page(form: PrivacyForm) -> str:
    edition, session, now = current_edition(), here.session(), here.now()
    terms = reads.terms_of(session, edition)
    named, erased = reads.numbers(session, edition)
    until = retention.earliest(edition, terms, now)
    return bench(
        "organisers/privacy.html",
        ROOM,
        form=form,
        terms=terms,
        until=until,
        warned=until - retention.WARNED,
        named=named,
        erased=erased,
        agreed=_agreed(),
        activities=processing.record(),
        measures=processing.MEASURES,
        said=said,
    )


def _agreed() -> list[tuple[str, int, int]]:
    """What was agreed to, in words, by how many, and how many do not any more."""
    edition, session = current_edition(), here.session()
    of_questions = {
        str(question.id): question.label(language.current())
        for question in (*questions.of_edition(session, edition), *questions.removed(session, edition))
    }
    words = {subject: said(marked) for subject, marked in consents.WORDS.items()} | of_questions
    counted = reads.agreed(session, edition.id)
    return [(words.get(subject, subject), *counts) for subject, counts in sorted(counted.items())]
