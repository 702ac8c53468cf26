"""People who are named in something that is about something else: it forgets them, and stays.

Mails to others in the site's own mailbox, faults of deliveries, papers that hold everybody's agenda, what was
kept to part two organisations again, sentences of the solver. What is written in the journal is scrubbed too.
"""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select, update

from fairs.domain import long_jobs
from fairs.domain.importing import receiving
from fairs.models import (
    Attempt,
    Delivery,
    DomainEvent,
    ImportedLine,
    Invitation,
    Job,
    Mail,
    Merger,
    PeopleImport,
    Piece,
    Schedule,
    Unplaced,
)
from fairs.models.impersonal import WORDS_IN_EVENTS
from fairs.models.traces import HOLDINGS

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from fairs.models.holdings import Whose

OF_EVENTS = next(holding for holding in HOLDINGS if holding.table is DomainEvent)


def forget(session: Session, whose: Whose, names: Iterable[str], now: datetime) -> None:
    """Let others' things forget somebody who is called by these names; before their own rows are gone."""
    words = [name for name in names if name.strip()]
    _in_events(session, whose)
    _in_deliveries(session, whose, words)
    _in_mails(session, whose, words)
    _in_papers(session, whose, words, now)
    _in_sheets(session, whose)
    _in_mergers(session, whose)
    _in_sentences(session, whose, words)


def _in_events(session: Session, whose: Whose) -> None:
    """What people wrote in events: the event stays, and says that it was."""
    mails = select(Mail.id).where(Mail.recipient.in_(whose.addresses))
    invitations = select(Invitation.id).where(Invitation.email.in_(whose.addresses))
    subjects = {str(one) for one in (*session.scalars(mails), *session.scalars(invitations))}
    wordy = DomainEvent.kind.in_(list(WORDS_IN_EVENTS))
    there = or_(OF_EVENTS.of(whose), DomainEvent.edition_id.in_(whose.editions))
    for event in session.scalars(select(DomainEvent).where(wordy, there)):
        about = {str(event.payload.get(name)) for name in ("mail_id", "invitation_id")}
        if event.subject_id in whose.people or about & subjects:
            event.payload = event.payload | dict.fromkeys(WORDS_IN_EVENTS[event.kind], "")
    session.flush()


def _in_deliveries(session: Session, whose: Whose, names: Sequence[str]) -> None:
    """Faults may quote an address; so may what programs of others answered."""
    about = select(DomainEvent.seq).where(OF_EVENTS.of(whose))
    named = [Delivery.error.contains(name, autoescape=True) for name in names]
    session.execute(
        update(Delivery)
        .where(Delivery.error != "", or_(Delivery.event_seq.in_(about), *named))
        .values(error="")
        .execution_options(synchronize_session=False)
    )
    deliveries = select(Delivery.id).where(Delivery.event_seq.in_(about))
    named = [Attempt.error.contains(name, autoescape=True) for name in names]
    session.execute(
        update(Attempt)
        .where(Attempt.error != "", or_(Attempt.delivery_id.in_(deliveries), *named))
        .values(error="")
        .execution_options(synchronize_session=False)
    )


def _in_mails(session: Session, whose: Whose, names: Sequence[str]) -> None:
    """Mails to others that name this person, where the site keeps mails: the whole content goes."""
    others = select(Mail).where(Mail.edition_id.in_(whose.editions), Mail.recipient != "")
    for mail in session.scalars(others.execution_options(yield_per=100)):
        if any(name in mail.subject for name in names):
            mail.subject = ""
        if mail.raw is not None and _names(mail.raw, names):
            mail.raw = None
    session.flush()


def _names(raw: bytes, names: Sequence[str]) -> bool:
    """Whether a mail names somebody, in its head or in a part that can be read."""
    message = message_from_bytes(raw, policy=policy.default)
    parts = (part for part in message.walk() if part.get_content_maintype() == "text")
    read = [*(str(value) for value in message.values()), *(str(part.get_content()) for part in parts)]
    plain = "".join(read).replace("\r\n ", "").replace("\n ", "")
    return any(name in text for text in (*read, plain) for name in names)


def _in_papers(session: Session, whose: Whose, names: Sequence[str], now: datetime) -> None:
    """Packs and exports hold everybody: they are made anew when somebody asks."""
    of_all = Job.kind.in_(("pack", "export"))
    made: Select[Job] = select(Job).where(Job.edition_id.in_(whose.editions), of_all)
    for job in session.scalars(made).all():
        long_jobs.cancel(session, job, now)
        session.execute(delete(Piece).where(Piece.job_id == job.id))
    for job in session.scalars(select(Job).where(Job.edition_id.in_(whose.editions), Job.error != "")):
        if any(name in job.error for name in names):
            job.error = ""
    session.flush()


def _in_sheets(session: Session, whose: Whose) -> None:
    """A sheet that waits would bring the person back; so would lines that did not come in, once mended."""
    addresses = {address.casefold() for address in whose.addresses}
    sheets = select(PeopleImport).where(PeopleImport.edition_id.in_(whose.editions))
    for sheet in session.scalars(sheets).all():
        rows = receiving.rows_of(sheet)  # none, once all of them are carried out
        if any(cell.strip().casefold() in addresses for _, cells in rows for cell in cells):
            if sheet.state == "read":
                session.delete(sheet)
                continue
            sheet.content = None  # what came in stays; to go on, the organiser sends it again
        for line in session.scalars(select(ImportedLine).filter_by(import_id=sheet.id)):
            said = json.dumps([line.cells, line.undo], ensure_ascii=False).casefold()
            if any(address in said for address in addresses):
                line.cells, line.complaints, line.undo = [], [], {}
    session.flush()


def _in_mergers(session: Session, whose: Whose) -> None:
    """With what is forgotten two organisations cannot be parted any more."""
    ids: set[uuid.UUID] = {*whose.organisations, *whose.people}
    hexes = {str(one) for one in ids}
    for merger in session.scalars(select(Merger)):
        kept = json.dumps(merger.before)
        if merger.kept_id in ids or any(one in kept for one in hexes):
            merger.before = {}
            merger.gone_name = "" if merger.kept_id in ids else merger.gone_name
    session.flush()


def _in_sentences(session: Session, whose: Whose, names: Sequence[str]) -> None:
    """Why others could not meet, where the reason names this person."""
    of_editions = select(Schedule.id).where(Schedule.edition_id.in_(whose.editions))
    for unplaced in session.scalars(select(Unplaced).where(Unplaced.schedule_id.in_(of_editions))):
        said = unplaced.because + json.dumps(unplaced.details, ensure_ascii=False)
        if any(name in said for name in names):
            unplaced.because, unplaced.details = "", {}
    session.flush()
