"""The fields of an edition's questions, and their words in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from fairs.web import language

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from fairs.domain.answers import Value
    from fairs.models import Question

RADIOS_AT_MOST = 8  # more are folded into a list


def name_of(question_id: uuid.UUID) -> str:
    """The name of the field of a question."""
    return f"q{question_id.hex}"


def condition_in_words(question: Question, on: Question) -> str:
    """When a question is asked, for those who see all of them."""
    told = {"label": on.label(language.current()), "answer": answer_in_words(on, question.depends_value)}
    return str(_("Only if you answer “%(answer)s” to “%(label)s”.", **told))


def answer_in_words(question: Question, key: str) -> str:
    """What a key stands for, in the language of the page."""
    if question.kind == "yes_no":
        return str(_("Yes") if key == "yes" else _("No"))
    return next((choice_label(one) for one in question.choices if one["key"] == key), key)


def choice_label(choice: Mapping[str, Any]) -> str:
    """A choice in the language of the page, or else in any."""
    labels: Mapping[str, str] = choice["labels"]
    return labels.get(language.current()) or next(iter(labels.values()), "")


def field_of(question: Question, known: Value, *, revocable: bool) -> Any:
    """The unbound field; its validators are the domain's."""
    label = question.label(language.current())
    more: dict[str, Any] = {"description": question.hint(language.current())}
    plain: dict[str, Any] = {
        "text": StringField, "number": StringField, "date": StringField,
        "long_text": TextAreaField, "file": FileField, "consent": BooleanField,
    }  # fmt: skip
    if question.kind in plain:
        return plain[question.kind](label, default=_default(question, known), **more)
    options = _options(question, known)
    if question.kind == "choices":
        more |= {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
        taken = list(known.get("keys", ()))
        return SelectMultipleField(label, choices=options, default=taken, validate_choice=False, **more)
    folded = len(options) > RADIOS_AT_MOST
    if folded or (revocable and not question.required):
        options = {"": "" if folded else str(_("No answer"))} | options
    kind = SelectField if folded else RadioField
    return kind(label, choices=options, default=_default(question, known), validate_choice=False, **more)


def _options(question: Question, known: Value) -> dict[str, str]:
    if question.kind == "yes_no":
        return {"yes": str(_("Yes")), "no": str(_("No"))}
    taken = known.get("keys", ())
    return {
        one["key"]: choice_label(one)
        for one in question.choices
        if not one.get("retired") or one["key"] in taken
    }


def _default(question: Question, known: Value) -> Any:
    """What stands in the field of somebody who has answered."""
    if "number" in known:
        return str(known["number"])
    if "yes" in known:
        return "yes" if known["yes"] else "no"
    if "keys" in known:
        return next(iter(known["keys"]), "")
    if question.kind == "consent":
        return "consent" in known
    return known.get("text") or known.get("date") or (None if question.kind == "choice" else "")
