"""What organisers type in about a question. Fields bear the names by which the domain objects."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from fairs.domain import conditions
from fairs.domain.questions import CHOICES_AT_MOST, WITH_CHOICES, ChoicePlan, QuestionPlan
from fairs.web import language
from fairs.web.question_fields import answer_in_words
from fairs.web.voice import Form, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask_babel.speaklater import LazyString

    from fairs.models import Family, Question
    from fairs.models.question import QuestionKind

KINDS: dict[QuestionKind, LazyString] = {
    "text": _l("A few words"),
    "long_text": _l("A longer text"),
    "choice": _l("One of several choices"),
    "choices": _l("Any of several choices"),
    "yes_no": _l("Yes or no"),
    "number": _l("A number"),
    "date": _l("A date"),
    "file": _l("A file"),
    "consent": _l("An agreement, with its wording and date"),
}
LABEL = Length(max=300, message=_l("At most %(max)d signs, please."))
HINT = Length(max=600, message=LABEL.message)
EMPTY_ROWS = 2
MORE_ROWS = 5


def _kinds() -> dict[str, str]:
    return {key: str(words) for key, words in KINDS.items()}


class ChoiceForm(Part):
    """One thing to choose."""

    key = HiddenField()
    fr = StringField(_l("In French"), [LABEL])
    en = StringField(_l("In English"), [LABEL])
    retired = BooleanField(_l("no longer offered"))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return not (self.fr.data or "").strip() and not (self.en.data or "").strip()


class QuestionForm(Form):
    """A question: in which words, of whom, and when."""

    kind = SelectField(_l("Kind of answer"), choices=_kinds)
    labels = StringField(_l("Question in French"), [LABEL])
    label_en = StringField(_l("Question in English"), [LABEL])
    hint_fr = TextAreaField(_l("What helps to answer it, in French"), [HINT])
    hint_en = TextAreaField(_l("What helps to answer it, in English"), [HINT])
    choices = FieldList(FormField(ChoiceForm), _l("Choices"), max_entries=CHOICES_AT_MOST + MORE_ROWS)
    required = BooleanField(_l("An answer is needed"))
    families = SelectMultipleField(
        _l("Who is asked? Nobody ticked: everybody."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    condition = SelectField(_l("When is it asked?"))

    @property
    def has_choices(self) -> bool:
        """Whether there is something to choose from."""
        return self.kind.data in WITH_CHOICES

    def make_room(self, more: int = EMPTY_ROWS) -> None:
        """Rows for further choices."""
        empty = sum(bool(row.is_empty) for row in self.choices)
        while empty < more and len(self.choices) < CHOICES_AT_MOST:
            self.choices.append_entry()
            empty += 1

    def plan(self) -> QuestionPlan:
        """What was typed in."""
        on, _, value = (self.condition.data or "").partition(":")
        depends_on = None
        with suppress(ValueError):
            depends_on = uuid.UUID(on)
        return QuestionPlan(
            kind=self.kind.data,
            labels={"fr": self.labels.data or "", "en": self.label_en.data or ""},
            hints={"fr": self.hint_fr.data or "", "en": self.hint_en.data or ""},
            choices=[
                ChoicePlan(
                    {"fr": row.fr.data or "", "en": row.en.data or ""}, row.key.data or "", row.retired.data
                )
                for row in self.choices
            ],
            families=self.families.data or (),
            required=self.required.data,
            depends_on=depends_on,
            depends_value=value,
        )


def question_form(
    families: Iterable[Family], others: Sequence[Question], question: Question | None = None, **values: Any
) -> QuestionForm:
    """The form, with the families there are and the answers on which a question may depend."""
    form = QuestionForm(data=values or (_data(question) if question else None))
    form.families.choices = {family.slug: family.name(language.current()) for family in families}
    form.condition.choices = {"": str(_("Always")), **_conditions(others, question)}
    return form


def _data(question: Question) -> dict[str, Any]:
    return {
        "kind": question.kind,
        "labels": question.labels.get("fr", ""),
        "label_en": question.labels.get("en", ""),
        "hint_fr": question.hints.get("fr", ""),
        "hint_en": question.hints.get("en", ""),
        "choices": [
            {
                "key": choice["key"],
                "fr": choice["labels"].get("fr", ""),
                "en": choice["labels"].get("en", ""),
                "retired": choice.get("retired", False),
            }
            for choice in question.choices
        ],
        "required": question.required,
        "families": question.families,
        "condition": f"{question.depends_on_id}:{question.depends_value}" if question.depends_on_id else "",
    }


def _conditions(others: Sequence[Question], question: Question | None) -> dict[str, str]:
    """The answers to the questions before this one."""
    before = others[: others.index(question)] if question in others else others
    found: dict[str, str] = {}
    for other in before:
        if other.kind in conditions.CONDITIONAL:
            for key in conditions.answers_of(other):
                told = {"label": other.label(language.current()), "answer": answer_in_words(other, key)}
                found[f"{other.id}:{key}"] = str(_("If the answer to “%(label)s” is “%(answer)s”", **told))
    return found
