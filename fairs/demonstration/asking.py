"""What the demonstration's editions ask of those who register, and what people answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fairs.models import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from fairs.demonstration.reading import Question as Asked
    from fairs.models import Edition, Participant

NEEDS = (
    "Une table près d'une prise, s'il vous plaît.",
    "Je me déplace en fauteuil : un accès sans marche.",
    "Une table au calme, j'entends mal d'une oreille.",
)
SHOWN = (
    "Des bacs gerbables de maraîcher",
    "Un sac kraft doublé",
    "Des bocaux consignés",
    "Des palettes perdues",
)


def ask(session: Session, edition: Edition, questions: Iterable[Asked]) -> dict[str, Question]:
    """The questions of an edition, by their keys."""
    rows: dict[str, Question] = {}
    for position, question in enumerate(questions, start=1):
        on, value = question.when or ("", "")
        row = Question(
            edition_id=edition.id,
            position=position,
            kind=question.kind,
            labels=dict(question.labels),
            hints=dict(question.hints),
            choices=[
                {"key": choice["key"], "labels": {"fr": choice["fr"], "en": choice["en"]}, "retired": False}
                for choice in question.choices
            ],
            families=list(question.families),
            required=question.required,
            depends_on_id=rows[on].id if on else None,
            depends_value=value,
        )
        session.add(row)
        session.flush()
        rows[question.key] = row
    return rows


def answer(
    session: Session,
    questions: Mapping[str, Question],
    people: Iterable[Participant],
) -> None:
    """What each answered: by the turn in which they came, so that it is the same each time."""
    for turn, person in enumerate(people):
        family = person.organisation.family
        for key, value in _said(turn).items():
            question = questions.get(key)
            if question is not None and (not question.families or family in question.families):
                session.add(
                    Answer(
                        participant_id=person.id,
                        question_id=question.id,
                        value=value if key != "photos" else {"consent": question.label(person.language)},
                        answered_at=person.registered_at,
                    )
                )


def _said(turn: int) -> dict[str, dict[str, Any]]:
    said: dict[str, dict[str, Any]] = {"lunch": {"yes": turn % 6 != 0}, "brings": {"yes": turn % 3 == 0}}
    if turn % 6 and turn % 5 == 0:
        said["diet"] = {"keys": [("gluten", "milk", "nuts", "eggs")[turn // 5 % 4]]}
    if turn % 17 == 4:  # noqa: PLR2004 - now and then
        said["access"] = {"text": NEEDS[turn // 17 % len(NEEDS)]}
    if turn % 3 == 0:
        said["what"] = {"text": SHOWN[turn // 3 % len(SHOWN)]}
    if turn % 4:
        said["photos"] = {"consent": ""}
        said["heard"] = {"keys": [("friend", "letter", "friend", "paper")[turn % 4]]}
    said["staff"] = {"number": 4 + turn * 7 % 90}
    return said
