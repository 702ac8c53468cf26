"""What can be done with a sheet, as long work: carry it out, tell its people, undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select

from fairs import events
from fairs.domain import long_jobs, waiting
from fairs.domain.importing.receiving import is_decided
from fairs.domain.registrations import INSIDE
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Edition, ImportedLine, Participant, PeopleImport
from fairs.models.people_import import CAME_IN
from fairs.outbox import record

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Job

Act = Literal["carry_out", "tell", "undo"]
ACTS: tuple[Act, ...] = ("carry_out", "tell", "undo")
AT_ONCE = 200  # people who are told in one transaction


def carry_out(session: Session, sheet: PeopleImport, choices: Mapping[str, Any], now: datetime) -> Job:
    """Register the people of a sheet, in the way that was chosen. Asked once more, it goes on."""
    edition = session.get_one(Edition, sheet.edition_id)
    take_up(session, edition)
    if sheet.content is None:
        raise Refused("The lines of this sheet are not kept any more: send the file again.")
    if not is_decided(sheet):
        raise Refused("Say first what the columns of this sheet hold.")
    if edition.cancelled or now >= edition.starts_at:
        raise Refused("People can be imported until the edition begins, and unless it is cancelled.")
    if sheet.state == "read":
        sheet.choices = {**sheet.choices, **choices}
    if sheet.choices.get("tell"):
        _object_to_draft(edition)
    return _ask(session, edition, sheet, "carry_out", now)


def tell(session: Session, sheet: PeopleImport, now: datetime) -> Job:
    """Write to those whom a sheet has registered, and who have not been written to."""
    edition = session.get_one(Edition, sheet.edition_id)
    take_up(session, edition)
    _object_to_draft(edition)
    if edition.cancelled:
        raise Refused("This edition is cancelled: nobody is told any more that they are registered.")
    if not session.scalar(select(func.count()).select_from(_untold(sheet.id).subquery())):
        raise Refused("Everybody whom this sheet registered has been written to.")
    return _ask(session, edition, sheet, "tell", now)


def undo(session: Session, sheet: PeopleImport, now: datetime) -> Job:
    """Take everything back that a sheet did, but where something has happened since."""
    edition = session.get_one(Edition, sheet.edition_id)
    take_up(session, edition)
    if sheet.state in {"read", "undone"}:
        raise Refused("There is nothing to undo: nobody is registered by this sheet.")
    return _ask(session, edition, sheet, "undo", now)


def to_tell(session: Session, import_id: uuid.UUID) -> list[list[uuid.UUID]]:
    """Lines whose people are to be written to, some at a time."""
    lines = list(session.scalars(_untold(import_id).order_by(ImportedLine.number)))
    return [lines[first : first + AT_ONCE] for first in range(0, len(lines), AT_ONCE)]


def announce(session: Session, import_id: uuid.UUID, lines: Sequence[uuid.UUID], now: datetime) -> None:
    """Write to some of them."""
    sheet = session.get_one(PeopleImport, import_id)
    for line in session.scalars(_untold(import_id, ImportedLine).where(ImportedLine.id.in_(lines))):
        line.told_at = now
        record(session, events.ImportAnnounced(sheet.edition_id, line.participant_id, sheet.id), now)


def finish(session: Session, job: Job, import_id: uuid.UUID, now: datetime) -> None:
    """An act is done: note it, and let go of what is not needed any more."""
    sheet = session.get_one(PeopleImport, import_id)
    edition = session.get_one(Edition, sheet.edition_id)
    counted = counts(session, [sheet.id]).get(sheet.id, {})
    if job.options["act"] == "carry_out":
        sheet.carried_out_at, sheet.content = now, None
        came = sum(counted.get(outcome, 0) for outcome in CAME_IN)
        updated = counted.get("updated", 0)
        left_out = sum(counted.values()) - came - updated
        record(session, events.PeopleImported(edition.id, sheet.id, came, updated, left_out), now)
    elif job.options["act"] == "undo":
        sheet.undone_at, sheet.content = now, None
        stay = _staying(session, sheet.id)
        came = sum(counted.get(outcome, 0) for outcome in CAME_IN)
        record(session, events.ImportUndone(edition.id, sheet.id, came - stay, stay), now)
        waiting.fill(session, edition, now)
    long_jobs.end(job, now)


def counts(session: Session, imports: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    """How many lines of each came to what."""
    found: dict[uuid.UUID, dict[str, int]] = {}
    rows = session.execute(
        select(ImportedLine.import_id, ImportedLine.outcome, func.count())
        .where(ImportedLine.import_id.in_(imports))
        .group_by(ImportedLine.import_id, ImportedLine.outcome)
    )
    for import_id, outcome, number in rows:
        found.setdefault(import_id, {})[outcome] = number
    return found


def _staying(session: Session, import_id: uuid.UUID) -> int:
    those = (ImportedLine.import_id == import_id, ImportedLine.outcome.in_(CAME_IN), ImportedLine.stays != "")
    return session.scalar(select(func.count()).where(*those)) or 0


def _ask(session: Session, edition: Edition, sheet: PeopleImport, act: Act, now: datetime) -> Job:
    options = {"import_id": str(sheet.id), "act": act}
    if sheet.job is not None and sheet.state == "underway":
        if sheet.job.options["act"] == act:
            return sheet.job  # the button was pressed twice
        raise Refused("Something is being done with this sheet already: wait until it is done.")
    job, new = long_jobs.ask(session, edition, "import", options, now, alike=("import_id", "act"))
    if new:
        sheet.job_id, sheet.job = job.id, job
        record(session, events.ImportAsked(edition.id, job.id, sheet.id, act), now)
    return job


def _object_to_draft(edition: Edition) -> None:
    if edition.opened_at is None:
        raise Refused(
            "This edition is a draft: the links in the mails would lead nowhere. Import without mails, and "
            "write to the people from here once it is open."
        )


def _untold(import_id: uuid.UUID, what: Any = ImportedLine.id) -> Any:
    return (
        select(what)
        .join(Participant, Participant.id == ImportedLine.participant_id)
        .where(
            ImportedLine.import_id == import_id,
            ImportedLine.outcome.in_(CAME_IN),
            ImportedLine.told_at.is_(None),
            Participant.state.in_(INSIDE),
        )
    )
