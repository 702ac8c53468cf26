"""A sheet is taken back: whoever it registered is gone, unless something has happened since."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from fairs import events
from fairs.domain import seats
from fairs.domain.importing.updating import restore
from fairs.domain.turns import take_up
from fairs.models import (
    Attendance,
    DomainEvent,
    Edition,
    Family,
    ImportedLine,
    Interest,
    Organisation,
    Participant,
    PeopleImport,
    SignUp,
    Token,
    Unplaced,
)
from fairs.models.people_import import CAME_IN
from fairs.outbox import record
from fairs.texts import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

AT_ONCE = 200
BY_ITSELF = (
    *("PersonImported", "ImportAnnounced", "RegistrationApproved", "WaitingBegan", "PlaceOffered"),
    *("ReminderFellDue", "MeetingDrewNear", "LetterAddressed", "MailBounced", "MoveAnnounced"),
    *("ZoneAnnounced", "CancellationAddressed", "PersonUpdated"),
)
"""What happens to somebody who does nothing."""
STAYS = {
    "meets": N_("has meetings in a grid"),
    "wished": N_("somebody wishes to meet them"),
    "acted": N_("did something here since, or somebody of the team did something about them"),
}
"""Why somebody stays: what weighs most first."""


def to_undo(session: Session, import_id: uuid.UUID) -> list[list[uuid.UUID]]:
    """Lines that are not undone yet, some at a time; those first whose people wait and hold no place."""
    ordered = (
        select(ImportedLine.id)
        .where(
            ImportedLine.import_id == import_id,
            ImportedLine.outcome.in_((*CAME_IN, "updated")),
            ImportedLine.participant_id.is_not(None),
            ImportedLine.stays == "",
        )
        .order_by(ImportedLine.outcome.desc(), ImportedLine.number)
    )
    lines = list(session.scalars(ordered))
    return [lines[first : first + AT_ONCE] for first in range(0, len(lines), AT_ONCE)]


def take_back(session: Session, import_id: uuid.UUID, lines: Sequence[uuid.UUID], now: datetime) -> None:
    """Undo some lines. Whoever stays is noted with the reason."""
    sheet = session.get_one(PeopleImport, import_id)
    edition = session.get_one(Edition, sheet.edition_id)
    take_up(session, edition)
    rows = session.scalars(select(ImportedLine).where(ImportedLine.id.in_(lines))).all()
    came = {line.participant_id: line for line in rows if line.outcome in CAME_IN and line.participant_id}
    stay = _reasons(session, list(came))
    for person_id, reason in stay.items():
        came[person_id].stays = reason
    for line in rows:
        if line.outcome == "updated":
            restore(session, line, now)
            line.stays = "restored"
    session.flush()
    _remove(session, edition, sheet, [line for key, line in came.items() if key not in stay], now)


def _reasons(session: Session, people: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Who stays, and why."""
    about = select(DomainEvent.subject_id).where(
        DomainEvent.subject_id.in_(people), DomainEvent.kind.not_in(BY_ITSELF)
    )
    acting = select(DomainEvent.actor).where(DomainEvent.actor.in_([f"participant:{one}" for one in people]))
    found: dict[str, Iterable[uuid.UUID | None]] = {
        "acted": [
            *session.scalars(about.distinct()),
            *(uuid.UUID(actor.partition(":")[2]) for actor in session.scalars(acting.distinct())),
            *_named(session, select(SignUp.participant_id).where(SignUp.participant_id.in_(people))),
            *_named(session, select(Interest.wisher_id).where(Interest.wisher_id.in_(people))),
            *_named(session, select(Participant.guest_of_id).where(Participant.guest_of_id.in_(people))),
        ],
        "wished": _named(session, select(Interest.wished_id).where(Interest.wished_id.in_(people))),
        "meets": [
            *_named(session, select(Attendance.participant_id).where(Attendance.participant_id.in_(people))),
            *_named(session, select(Unplaced.first_id).where(Unplaced.first_id.in_(people))),
            *_named(session, select(Unplaced.second_id).where(Unplaced.second_id.in_(people))),
        ],
    }
    reasons: dict[uuid.UUID, str] = {}
    for reason, those in found.items():  # what weighs most comes last, and counts
        reasons |= {one: reason for one in those if one is not None}
    return reasons


def _named(session: Session, which: Select[Any]) -> list[uuid.UUID | None]:
    return list(session.scalars(which.distinct()))


def _remove(
    session: Session, edition: Edition, sheet: PeopleImport, lines: Sequence[ImportedLine], now: datetime
) -> None:
    """As if they had never been registered; their places are free again."""
    ids = [line.participant_id for line in lines if line.participant_id]
    held = (
        select(Participant.family_id, func.count())
        .where(Participant.id.in_(ids), Participant.state.in_(("approved", "offered")))
        .group_by(Participant.family_id)
    )
    for family_id, places in session.execute(held).all():
        family = session.get(Family, family_id) if family_id else None
        seats.give_back(session, edition, family, places)
    for person_id in ids:
        record(session, events.PersonTakenBack(edition.id, person_id, sheet.id), now)
    session.flush()
    session.execute(delete(Token).where(Token.subject_id.in_(ids)))
    session.execute(
        delete(Participant).where(Participant.id.in_(ids)).execution_options(synchronize_session=False)
    )
    founded = [uuid.UUID(line.undo["founded"]) for line in lines if "founded" in line.undo]
    still = select(Participant.organisation_id).where(Participant.organisation_id == Organisation.id)
    session.execute(
        delete(Organisation)
        .where(Organisation.id.in_(founded), ~still.exists())
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
