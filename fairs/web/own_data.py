"""What is held about somebody, for pages and files: the same from an edition and from one's way in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from fairs import texts
from fairs.agenda.held import Held, held_pdf
from fairs.queries import held
from fairs.web import here, language, press, transaction
from fairs.web.presentation import when
from fairs.web.voice import Form

if TYPE_CHECKING:
    from fairs.models.holdings import Whose


class EraseForm(Form):
    """A sentence to agree to before everything goes."""

    sure = BooleanField(
        _l("Yes, erase it all. I know that it cannot be brought back."),
        [InputRequired(_l("Tick the sentence if you mean it."))],
    )


def as_json(whose: Whose, name: str) -> Response:
    """Everything, for programs."""
    found = held.exported(here.session(), whose, here.now())
    return _file(json.dumps(found, ensure_ascii=False, indent=2).encode(), "application/json", f"{name}.json")


def as_pdf(whose: Whose, title: str, person: str, zone: str, foot: str, name: str) -> Response:
    """The same to be read; drawn while no transaction is open."""
    spoken = language.current()
    value = Held(
        title=title,
        person=person,
        language=spoken,
        as_of=when(here.now(), zone),
        sections=held.sections(here.session(), whose, spoken, zone),
        foot=foot,
    )
    with transaction.at_rest():
        sheet = press.printed(held_pdf, value)
    return _file(sheet, "application/pdf", f"{name}.pdf")


def name_of_file() -> str:
    """What the files are called, in the language of the page."""
    return str(_("my-data"))


def said(marked: str) -> str:
    """Words of the register, in the language of the page."""
    return texts.translator(language.current()).gettext(marked)


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
