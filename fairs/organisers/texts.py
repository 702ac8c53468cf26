"""What the edition says of itself, in each language, with a look at it before it is kept."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from fairs.domain import wording as verbs
from fairs.domain.wording import Words
from fairs.organisers.bench import bench, go, organisers
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.language import LANGUAGES
from fairs.web.person import current_edition
from fairs.web.voice import Form

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from fairs.models import Edition

PARTS = {
    "title": _l("Title"),
    "summary": _l("In two sentences"),
    "who_comes": _l("Who comes"),
    "how_it_works": _l("How it works"),
    "programme": _l("Programme"),
}
HINTS = {
    "title": _l("As it stands on top of the page, in mails and in calendars."),
    "summary": _l("What somebody reads who has never heard of it."),
    "who_comes": _l("An empty line begins a new paragraph."),
    "how_it_works": _l("Step by step, a paragraph each."),
    "programme": _l("A line for each thing, with its hour first: 09:00 Welcome"),
}


class TextsForm(Form):
    """A field for each part in each language, called `fr_title` and so on."""

    def words(self, language: str) -> Words:
        """What was typed in one language."""
        return Words(**{part: self[f"{language}_{part}"].data or "" for part in PARTS})


for _language in LANGUAGES:
    for _part, _label in PARTS.items():
        _kind = StringField if _part == "title" else TextAreaField
        setattr(TextsForm, f"{_language}_{_part}", _kind(_label))


@organisers.get("/<slug>/texts")
@policy.organiser
def texts() -> str:
    """The texts as they are."""
    return _page(_filled(current_edition()))


@organisers.post("/<slug>/texts")
@policy.organiser
def write_texts() -> Response | str | tuple[str, int]:
    """Show how it will look, or keep it."""
    edition, form = current_edition(), TextsForm()
    if form.validate():
        said = {language: form.words(language) for language in LANGUAGES}
        if request.form.get("preview"):
            return _page(form, {language: verbs.cleaned(words) for language, words in said.items() if words})
        with told_in(form):
            verbs.write(here.session(), edition, said, here.now())
            flash(_("The texts are kept."))
            return go("state")
    return _page(form), 422


def _filled(edition: Edition) -> TextsForm:
    by_language = {text.language: text for text in edition.texts}
    return TextsForm(
        data={
            f"{language}_{part.name}": getattr(by_language[language], part.name)
            for language in by_language
            for part in fields(Words)
        }
    )


def _page(form: TextsForm, preview: dict[str, Words] | None = None) -> str:
    edition = current_edition()
    own = edition.fair.language
    form[f"{own}_title"].flags.required = True
    order = {own: LANGUAGES[own]} | LANGUAGES
    more: dict[str, Any] = {
        "preview": preview,
        "order": order,
        "own": own,
        "hints": HINTS,
        "parts_of_texts": PARTS,
    }
    return bench("organisers/texts.html", "organisers.settings", form=form, **more)
