"""Fairs, people and wishes for tests: plain functions that add rows and return them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from fairs.domain import families
from fairs.models import (
    Absence,
    Account,
    Activity,
    ActivityText,
    Answer,
    Block,
    Edition,
    EditionText,
    Fair,
    Family,
    Interest,
    Membership,
    Organisation,
    Participant,
    Question,
    Table,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models.account import Role
    from fairs.models.participant import Level
    from fairs.models.question import QuestionKind

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
FAIR_DAY = datetime(2027, 3, 18, tzinfo=UTC)  # 09:00 in Paris is 08:00 UTC
SECRET = "a secret of the tests, and of nothing else"

_numbers = count(1)


def number() -> int:
    """A number that no other row of this run has."""
    return next(_numbers)


def fair(session: Session, **values: Any) -> Fair:
    n = number()
    row = Fair(
        **{
            "slug": f"salon-{n}",
            "kind": "fair",
            "name": "Salon des boucles locales",
            "network": "Les Boucles de la Vère",
            "territory": "Vallée de la Vère",
            "language": "fr",
            "accent": "#b4552d",
        }
        | values
    )
    session.add(row)
    session.flush()
    return row


def edition(session: Session, *, of: Fair | None = None, **values: Any) -> Edition:
    """An edition before the public, with registration and wishes open, in seventeen days."""
    n = number()
    row = Edition(
        fair=of or fair(session),
        texts=[
            EditionText(language="fr", title="Salon de mars", summary="Une journée de rendez-vous."),
            EditionText(language="en", title="March fair", summary="A day of meetings."),
        ],
        **{
            "slug": f"salon-mars-{n}",
            "timezone": "Europe/Paris",
            "starts_at": FAIR_DAY.replace(hour=8),
            "ends_at": FAIR_DAY.replace(hour=16),
            "venue": "Halle aux Grains",
            "address": "1 place du Marché, 00000 Saint-Aubin",
            "contact_name": "Réseau des Boucles",
            "contact_email": "bonjour@boucles.example",
            "opened_at": NOW - timedelta(days=30),
        }
        | values,
    )
    session.add(row)
    session.flush()
    families.lay_out(session, row)
    session.flush()
    return row


def participant(session: Session, of: Edition, **values: Any) -> Participant:
    """Somebody who takes part."""
    n = number()
    organisation = values.pop("organisation", f"Recyclerie n° {n}")
    family = values.pop("family", "ess")
    belongs = session.scalar(select(Family).filter_by(edition_id=of.id, slug=family))
    row = Participant(
        edition=of,
        organisation=Organisation(
            name=organisation, family=family, town="Saint-Aubin", pitch="Nous réparons.", created_at=NOW
        ),
        **{
            "family": belongs,
            "name": f"Zoé Lefèvre {n}",
            "email": f"zoe.{n}@recyclerie.example",
            "language": "fr",
            "listed": True,
            "state": "approved",
            "registered_at": NOW - timedelta(days=9, minutes=-n),
            "confirmed_at": NOW - timedelta(days=8),
            "approved_at": NOW - timedelta(days=7),
        }
        | values,
    )
    session.add(row)
    if row.has_place:
        of.taken += 1
        if row.family:
            row.family.taken += 1
    session.flush()
    return row


def question(session: Session, of: Edition, kind: QuestionKind = "text", **values: Any) -> Question:
    """One more question, asked of everybody; `choices` are keys with their words."""
    choices = [
        {"key": key, "labels": {"en": words}, "retired": False}
        for key, words in values.pop("choices", {}).items()
    ]
    last = session.scalar(select(func.max(Question.position)).filter_by(edition_id=of.id)) or 0
    row = Question(
        edition_id=of.id,
        kind=kind,
        position=last + 1,
        choices=choices,
        **{"labels": {"en": f"Question {last + 1}"}, "hints": {}, "families": []} | values,
    )
    session.add(row)
    session.flush()
    return row


def answer(session: Session, of: Participant, question: Question, **value: Any) -> Answer:
    row = Answer(participant_id=of.id, question_id=question.id, value=value, answered_at=NOW)
    session.add(row)
    session.flush()
    return row


def interest(
    session: Session, wisher: Participant, wished: Participant, level: Level = "must", message: str = ""
) -> Interest:
    row = Interest(
        edition_id=wisher.edition_id,
        wisher_id=wisher.id,
        wished_id=wished.id,
        level=level,
        message=message,
        declared_at=NOW - timedelta(days=2),
    )
    session.add(row)
    session.flush()
    return row


def mutual(session: Session, one: Participant, other: Participant) -> None:
    interest(session, one, other)
    interest(session, other, one)


def absence(session: Session, of: Participant, starts_at: datetime, ends_at: datetime) -> Absence:
    row = Absence(participant_id=of.id, starts_at=starts_at, ends_at=ends_at)
    session.add(row)
    session.flush()
    return row


def block(session: Session, of: Edition, **values: Any) -> Block:
    """A morning of four meetings of twenty minutes with pauses of five."""
    row = Block(
        edition_id=of.id,
        **{
            "name": "Matin",
            "starts_at": FAIR_DAY.replace(hour=8),
            "ends_at": FAIR_DAY.replace(hour=9, minute=40),
            "meeting_minutes": 20,
            "pause_minutes": 5,
        }
        | values,
    )
    session.add(row)
    session.flush()
    return row


def activity(session: Session, of: Edition, **values: Any) -> Activity:
    """A workshop of an hour, from the beginning."""
    row = Activity(
        edition_id=of.id,
        texts=[ActivityText(language="fr", title="Atelier réparation", words="Apportez ce qui est cassé.")],
        **{
            "kind": "workshop",
            "starts_at": of.starts_at,
            "ends_at": of.starts_at + timedelta(hours=1),
            "room": "Salle 2",
            "facilitator": "Zoé Lefèvre",
            "places": 12,
        }
        | values,
    )
    session.add(row)
    session.flush()
    return row


def tables(session: Session, of: Edition, how_many: int = 2) -> list[Table]:
    rows = [Table(edition_id=of.id, position=n, label=f"Table {n}", seats=2) for n in range(1, how_many + 1)]
    session.add_all(rows)
    session.flush()
    return rows


def organiser(session: Session, of: Fair, **values: Any) -> Account:
    n = number()
    row = Account(
        **{
            "email": f"organiser.{n}@boucles.example",
            "name": "Maïwenn Organise",
            "language": "fr",
            "created_at": NOW,
        }
        | values,
        memberships=[Membership(fair=of, role="owner")],
    )
    session.add(row)
    session.flush()
    return row


def member(session: Session, fair: Fair, role: Role) -> Account:
    """Somebody of the team of a fair, in this rôle."""
    row = Account(
        email=f"{role}.{number()}@boucles.example",
        name=role.capitalize(),
        language="en",
        created_at=NOW,
        memberships=[Membership(fair_id=fair.id, role=role)],
    )
    session.add(row)
    session.flush()
    return row
