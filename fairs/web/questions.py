"""An edition's questions as fields of a form. What an answer may be is decided by `fairs.domain.answers`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import flask
from flask import request

from fairs.domain import answers, conditions, uploads
from fairs.errors import Refused
from fairs.web import here, language
from fairs.web.errors import say
from fairs.web.question_fields import condition_in_words, field_of, name_of
from fairs.web.sent_files import is_cut
from fairs.web.voice import Form

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence

    from wtforms import Field

    from fairs.domain.answers import Raw, Value
    from fairs.models import Edition, Question

HOLDER = "uploads"  # in the cookie: the secret of this browser, by which its files are kept


@dataclass(frozen=True)
class Kept:
    """A file that is there already: kept from the form before, or an answer of before."""

    name: str
    pending: str = ""  # the id of one that waits for its form
    upload: str = ""  # of one that is an answer


@dataclass(frozen=True)
class Asked:
    """A question as a page shows it."""

    question: Question
    field: Any
    when: str  # the field on which it depends ...
    value: str  # ... and the answer to it
    condition: str  # the same in words
    kept: Kept | None


class QuestionsForm(Form):
    """A form that also asks the questions of an edition. Made by `with_questions`."""

    questions: ClassVar[Sequence[Question]] = ()
    known: ClassVar[Mapping[uuid.UUID, Value]] = {}
    settled = answers.Settled()
    family_slug = ""
    kept: dict[uuid.UUID, Kept] | None = None  # files that need not be sent again

    def validate(self, extra_validators: Any = None) -> bool:
        """All faults at once: those of the questions with the others."""
        sound = super().validate(extra_validators)
        raw = {question.id: self._raw(question) for question in self.questions}
        self.settled = answers.settle(self.questions, self.family_slug, raw, language.current(), self.known)
        for question_id, refusal in self.settled.faults.items():
            field = self[name_of(question_id)]
            field.errors = [*field.errors, say(refusal)]
        return bool(sound) and not self.settled.faults

    def keep_files(self, edition: Edition) -> None:
        """Something else is to be mended: what was sent need not be sent again within the hour."""
        self.kept = {}
        for question in self.questions:
            given = self.settled.given.get(question.id)
            if not isinstance(given, uploads.File):
                continue
            pending = self._pending(question)
            if not (pending and _sent(self[name_of(question.id)]) is None):
                holder = flask.session.setdefault(HOLDER, secrets.token_urlsafe(32))
                row = uploads.keep(here.session(), edition, question, given, holder, here.now())
                pending = str(row.id) if row else ""
            if pending:
                self.kept[question.id] = Kept(given.name, pending=pending)

    def forget_files(self) -> None:
        """Everything is mended."""
        if HOLDER in flask.session:
            uploads.let_go(here.session(), flask.session[HOLDER])

    def asked(self) -> list[Asked]:
        """The questions of this person's family, to be shown in their order."""
        shown = conditions.of_family(self.questions, self.family_slug)
        by_id = {question.id: question for question in shown}
        return [self._asked(question, by_id) for question in shown]

    def _asked(self, question: Question, by_id: Mapping[uuid.UUID, Question]) -> Asked:
        on = by_id.get(question.depends_on_id) if question.depends_on_id else None
        known = self.known.get(question.id, {})
        kept = (self.kept or {}).get(question.id)
        if kept is None and "upload" in known:
            kept = Kept(known["name"], upload=known["upload"])
        return Asked(
            question,
            self[name_of(question.id)],
            name_of(on.id) if on else "",
            question.depends_value,
            condition_in_words(question, on) if on else "",
            kept,
        )

    def _raw(self, question: Question) -> Raw:
        field = self[name_of(question.id)]
        if question.kind != "file":
            raw: Raw = field.data
            return raw
        sent = _sent(field)
        if sent is not None:
            try:
                return uploads.examine(sent.filename or "", sent.read(), cut=is_cut(sent))
            except Refused as refusal:
                return refusal
        if pending := self._pending(question):
            holder = flask.session.get(HOLDER, "")
            return uploads.kept(here.session(), question.id, pending, holder, here.now()) or Refused(
                "The file that you had chosen was kept for an hour: choose it again."
            )
        removed = f"{name_of(question.id)}-removed" in request.form
        return None if removed else dict(self.known.get(question.id, {})) or None

    def _pending(self, question: Question) -> str:
        return request.form.get(f"{name_of(question.id)}-kept", "")


def with_questions(
    base: type[QuestionsForm],
    questions: Sequence[Question],
    known: Mapping[uuid.UUID, Value] | None = None,
    *,
    revocable: bool = False,
) -> type[QuestionsForm]:
    """A kind of form with these questions as fields. `revocable`: what was chosen can be left open again."""
    fields = {
        name_of(question.id): field_of(question, (known or {}).get(question.id, {}), revocable=revocable)
        for question in questions
    }
    return type(base.__name__, (base,), {"questions": questions, "known": known or {}, **fields})


def _sent(field: Field) -> Any:
    return field.data if getattr(field.data, "filename", "") else None
