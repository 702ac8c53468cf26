"""Sheets of people: those there are, and what became of their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from fairs.errors import NotFound
from fairs.models import ImportedLine, Participant, PeopleImport
from fairs.models.people_import import CAME_IN
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.people_import import Outcome

SHOWN = 100  # of an edition


def of_edition(session: Session, edition: Edition) -> Sequence[PeopleImport]:
    """The latest first."""
    every = select(PeopleImport).filter_by(edition_id=edition.id)
    ordered = every.order_by(PeopleImport.uploaded_at.desc(), PeopleImport.id).limit(SHOWN)
    return session.scalars(
        ordered.options(joinedload(PeopleImport.job), joinedload(PeopleImport.account))
    ).all()


def by_id(session: Session, edition: Edition, written: str) -> PeopleImport:
    """One of an edition by what stands in an address. Raises NotFound."""
    found = select(PeopleImport).filter_by(id=written_id(written), edition_id=edition.id)
    sheet = session.scalar(found.options(joinedload(PeopleImport.job)))
    if sheet is None:
        raise NotFound("This sheet is not known here, or was thrown away.")
    return sheet


def lines(session: Session, sheet: PeopleImport, *outcomes: Outcome) -> Sequence[ImportedLine]:
    """What became of the lines that came to this, in their order."""
    those = select(ImportedLine).filter_by(import_id=sheet.id).where(ImportedLine.outcome.in_(outcomes))
    return session.scalars(those.order_by(ImportedLine.number)).all()


def numbers(session: Session, sheet: PeopleImport, *outcomes: Outcome) -> dict[Outcome, list[int]]:
    """The numbers of the lines that came to each."""
    those = select(ImportedLine.outcome, ImportedLine.number).filter_by(import_id=sheet.id)
    found: dict[Outcome, list[int]] = {outcome: [] for outcome in outcomes}
    for outcome, number in session.execute(
        those.where(ImportedLine.outcome.in_(outcomes)).order_by(ImportedLine.number)
    ):
        found[outcome].append(number)
    return found


def staying(session: Session, sheet: PeopleImport) -> Sequence[tuple[Participant, str]]:
    """Who was not taken back, and why."""
    those = (
        select(Participant, ImportedLine.stays)
        .join(ImportedLine, ImportedLine.participant_id == Participant.id)
        .where(
            ImportedLine.import_id == sheet.id, ImportedLine.outcome.in_(CAME_IN), ImportedLine.stays != ""
        )
        .options(joinedload(Participant.organisation))
        .order_by(ImportedLine.number)
    )
    return [(person, reason) for person, reason in session.execute(those)]


def untold(session: Session, sheet: PeopleImport) -> int:
    """How many could still be written to."""
    return (
        session.scalar(
            select(func.count(ImportedLine.id))
            .join(Participant, Participant.id == ImportedLine.participant_id)
            .where(
                ImportedLine.import_id == sheet.id,
                ImportedLine.outcome.in_(CAME_IN),
                ImportedLine.told_at.is_(None),
                Participant.state.not_in(("withdrawn", "declined", "received")),
            )
        )
        or 0
    )


def registered(session: Session, edition: Edition, addresses: Collection[str]) -> dict[str, Participant]:
    """Who of these addresses is registered already."""
    wanted = list(addresses)
    found: dict[str, Participant] = {}
    for first in range(0, len(wanted), 500):
        those = select(Participant).where(
            Participant.edition_id == edition.id, Participant.email.in_(wanted[first : first + 500])
        )
        found |= {person.email: person for person in session.scalars(those)}
    return found
