"""What people answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from babel.numbers import format_decimal
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from fairs import texts
from fairs.errors import NotFound
from fairs.models import Answer, Participant, Question, Upload
from fairs.queries.ids import written_id
from fairs.texts import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from fairs.models import Edition

YES, NO = N_("Yes"), N_("No")


def of(session: Session, participant: Participant) -> Sequence[Answer]:
    """Somebody's answers, in the order of the questions; those to questions that are gone come last."""
    return session.scalars(_in_order().where(Answer.participant_id == participant.id)).all()


def of_edition(session: Session, edition: Edition) -> Sequence[Answer]:
    """Everybody's, for an export: also to questions that are not asked any more."""
    return session.scalars(_in_order().where(Question.edition_id == edition.id)).all()


def in_words(question: Question, value: dict[str, Any], language: str) -> str:
    """An answer on a line or in a cell."""
    if "yes" in value:
        said = YES if value["yes"] else NO
        return texts.translator(language).gettext(said)
    if "keys" in value:
        chosen = [choice["labels"] for choice in question.choices if choice["key"] in value["keys"]]
        return ", ".join(str(labels.get(language) or next(iter(labels.values()), "")) for labels in chosen)
    if "number" in value:
        return format_decimal(value["number"], locale=texts.locale(language))
    if "date" in value:
        return texts.day(date.fromisoformat(value["date"]), language)
    return str(value.get("text") or value.get("name") or value.get("consent") or "")


def upload_of(session: Session, participant: Participant, written: str) -> Upload:
    """A file that somebody sent. Raises NotFound, also for a file of somebody else."""
    return _there(
        session.scalar(select(Upload).filter_by(id=written_id(written), participant_id=participant.id))
    )


def upload_of_edition(session: Session, edition: Edition, written: str) -> Upload:
    """A file that somebody of an edition sent. Raises NotFound, also for a file of another edition."""
    found = (
        select(Upload)
        .join(Participant, Participant.id == Upload.participant_id)
        .where(Upload.id == written_id(written), Participant.edition_id == edition.id)
    )
    return _there(session.scalar(found))


def _there(upload: Upload | None) -> Upload:
    if upload is None:
        raise NotFound("This file is not there, or is not yours to read.")
    return upload


def _in_order() -> Select[Answer]:
    return (
        select(Answer)
        .join(Answer.question)
        .options(contains_eager(Answer.question))
        .order_by(Question.removed_at.is_not(None), Question.position, Question.id)
    )
