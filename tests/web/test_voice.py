"""Forms speak with the voice of the house, whatever is typed into them, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import wtforms
from babel.messages.pofile import read_po
from flask import g
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField

from fairs.errors import FairError
from fairs.web import voice
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

RUBBISH = "∞" * 100_000
LISTS = (FieldList, FormField)
CATALOGUE = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"
OWN_WORDS = re.compile(r"%\(\w+\)[sd]|%s")


def theirs() -> re.Pattern[str]:
    """Whatever WTForms says by itself."""
    with CATALOGUE.open("rb") as file:
        said = [one for message in read_po(file) if message.id for one in _forms(message.id)]
    patterns = (".+".join(map(re.escape, OWN_WORDS.split(sentence))) for sentence in said)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _forms(message_id: str | tuple[str, ...]) -> tuple[str, ...]:
    return (message_id,) if isinstance(message_id, str) else message_id


def kinds(base: type[Any]) -> Iterator[type[Any]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def ours(base: type[Any]) -> list[type[Any]]:
    return [kind for kind in kinds(base) if kind.__module__.startswith("fairs.")]


def test_every_form_is_one_that_speaks_so(app: Flask) -> None:  # noqa: ARG001 - all forms are loaded by it
    spoken = {voice.Form, voice.Part, *kinds(voice.Form), *kinds(voice.Part)}
    assert [kind for kind in ours(wtforms.Form) if kind not in spoken and kind is not FlaskForm] == []


@pytest.mark.parametrize("typed", [RUBBISH, "-1", "9" * 30, ""])
def test_nothing_that_is_typed_makes_a_form_speak_like_a_program(
    app: Flask, session: Session, typed: str
) -> None:
    told, like_a_program = 0, theirs()
    slug = factories.edition(session).slug
    session.commit()
    with app.test_request_context("/", method="POST", headers={"Accept-Language": "en"}):
        g.slug = slug
        for kind in ours(voice.Form):
            form = _empty(kind)
            if form is None:
                continue
            form.process(MultiDict({one.name: typed for one in form if not isinstance(one, LISTS)}))
            for field in form:
                for sentence in _said_of(form, field):
                    told += 1
                    assert not like_a_program.fullmatch(sentence), (kind.__name__, field.name, sentence)
    assert told > 20


def _empty(kind: type[Any]) -> Any:
    """A form as it is shown first; None for one that is made for an edition."""
    try:
        return kind()
    except (TypeError, LookupError, AttributeError, FairError):
        return None


def _said_of(form: Any, field: Any) -> list[str]:
    """What is found wrong with a field; nothing where its choices hang on who asks."""
    if "CSRF" in field.type:
        return []
    try:
        if getattr(field, "choices", ()) is None:
            field.choices = []  # those of an edition
        field.validate(form)
    except FairError:
        return []
    return [str(sentence) for sentence in field.errors]
