"""A sheet of people is sent: read, kept for a while, its columns decided; nobody is in yet."""

from __future__ import annotations

import json
import re
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from fairs import events
from fairs.domain.importing.checking import QUESTION, asked
from fairs.domain.uploads import SIZE_AT_MOST, plain_name
from fairs.errors import Refused
from fairs.models import ImportedLine, PeopleImport
from fairs.outbox import record
from fairs.sheets import people, sent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Account, Edition, Question
    from fairs.sheets.sent import Row, Sent

KEPT_FOR = timedelta(days=7)  # a sheet that nobody carries out
TO_MEND_FOR = timedelta(days=30)  # what stood in lines that did not come in, or in place of what was updated
CELLS: dict[str, list[Any]] = {"cells": [], "complaints": []}
WAITING_AT_MOST = 20  # sheets of one edition that are not carried out yet
SPACES = re.compile(r"\s+")


def receive(
    session: Session,
    edition: Edition,
    account: Account | None,
    name: str,
    content: bytes,
    now: datetime,
    *,
    cut: bool = False,
) -> PeopleImport:
    """Keep a sheet, its columns guessed. `cut`: there was more than was read. Raises Refused."""
    if cut or len(content) > SIZE_AT_MOST:
        raise Refused("This file is too large: %(most)d MB at most.", most=SIZE_AT_MOST // 1_000_000)
    _object_to_heap(session, edition)
    read = _read(content, session, edition)
    sheet = PeopleImport(
        edition_id=edition.id,
        account_id=account.id if account else None,
        name=_named(name, read),
        choices={"language": edition.fair.language},
        uploaded_at=now,
    )
    _keep(sheet, read, content)
    sheet.columns = people.guessed(sheet.headers, _words(asked(session, edition)))
    session.add(sheet)
    session.flush()
    record(session, events.SheetReceived(edition.id, sheet.id), now)
    return sheet


def read_again(
    session: Session, edition: Edition, sheet: PeopleImport, encoding: str, separator: str
) -> None:
    """The same file in another encoding, or with another separator: it was not what it looked like."""
    object_to_begun(sheet)
    if sheet.form != "csv" or (encoding, separator) == (sheet.encoding, sheet.separator):
        return
    content = zlib.decompress(sheet.content or b"")
    before = list(sheet.headers)
    _keep(sheet, sent.read_text(content, _likely(session, edition), encoding, separator), content)
    if list(sheet.headers) != before:
        sheet.columns = people.guessed(sheet.headers, _words(asked(session, edition)))


def decide_columns(session: Session, edition: Edition, sheet: PeopleImport, columns: Sequence[str]) -> None:
    """What each column holds, as it was decided on the page. Raises Refused."""
    object_to_begun(sheet)
    known = {*people.COLUMNS, *(f"{QUESTION}{one.id}" for one in asked(session, edition))}
    chosen = [key if key in known else people.UNUSED for key in columns][: len(sheet.headers)]
    used = [key for key in chosen if key]
    twice = next((key for key in used if used.count(key) > 1), None)
    sheet.columns = chosen + [people.UNUSED] * (len(sheet.headers) - len(chosen))
    if twice is not None:
        first, second = [sheet.headers[place] for place, key in enumerate(chosen) if key == twice][:2]
        raise Refused(
            "“%(first)s” and “%(second)s” hold the same here: choose one of the two columns.",
            first=first,
            second=second,
        )
    if "email" not in used:
        raise Refused("Say which column holds the e-mail addresses: without one nobody can be registered.")
    if not is_decided(sheet):
        raise Refused("Say which column holds the names of the people.")


def is_decided(sheet: PeopleImport) -> bool:
    """Whether it is known where addresses and names stand, without which nobody can be registered."""
    return "email" in sheet.columns and bool({"name", "first_name", "last_name"} & set(sheet.columns))


def rows_of(sheet: PeopleImport) -> tuple[Row, ...]:
    """The lines of a sheet that was not carried out yet."""
    if sheet.content is None:
        return ()
    content = zlib.decompress(sheet.content)
    if sheet.form == "csv":
        return sent.read_text(content, people.is_known, sheet.encoding, sheet.separator).rows
    return tuple((number, tuple(cells)) for number, cells in json.loads(content))


def throw_away(session: Session, sheet: PeopleImport, now: datetime) -> None:
    """The sheet is not wanted: nothing of it is kept."""
    object_to_begun(sheet)
    record(session, events.SheetThrownAway(sheet.edition_id, sheet.id), now)
    session.delete(sheet)


def object_to_begun(sheet: PeopleImport) -> None:
    """Raises Refused once a sheet is being carried out, or was."""
    if sheet.state != "read":
        raise Refused("This sheet is being carried out already, or was: send it again to change anything.")


def forget_old(session: Session, now: datetime) -> int:
    """Sheets that nobody carried out, and what stood in lines that nobody mended."""
    never_begun = (PeopleImport.uploaded_at < now - KEPT_FOR, PeopleImport.job_id.is_(None))
    gone = session.execute(
        delete(PeopleImport).where(*never_begun, PeopleImport.carried_out_at.is_(None))
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    session.execute(
        update(PeopleImport)
        .where(PeopleImport.uploaded_at < now - TO_MEND_FOR, PeopleImport.content.is_not(None))
        .values(content=None)
        .execution_options(synchronize_session=False)
    )
    old = select(PeopleImport.id).where(PeopleImport.uploaded_at < now - TO_MEND_FOR)
    for outcome, empty in (("faulty", CELLS), ("full", CELLS), ("updated", {"undo": {}})):
        session.execute(
            update(ImportedLine)
            .where(ImportedLine.import_id.in_(old), ImportedLine.outcome == outcome)
            .values(empty)
            .execution_options(synchronize_session=False)
        )
    return int(gone.rowcount)  # type: ignore[attr-defined] # of a DELETE there is one


def _object_to_heap(session: Session, edition: Edition) -> None:
    waiting = select(func.count()).where(
        PeopleImport.edition_id == edition.id,
        PeopleImport.job_id.is_(None),
        PeopleImport.carried_out_at.is_(None),
    )
    if (session.scalar(waiting) or 0) >= WAITING_AT_MOST:
        raise Refused(
            "%(most)d sheets wait here already: carry some of them out, or throw them away.",
            most=WAITING_AT_MOST,
        )


def _read(content: bytes, session: Session, edition: Edition) -> Sent:
    if sent.form_of(content) == "xlsx":
        return sent.read_workbook(content)
    return sent.read_text(content, _likely(session, edition))


def _keep(sheet: PeopleImport, read: Sent, content: bytes) -> None:
    """A workbook is slow to read, and kept as its cells; a text as it came, to be read otherwise."""
    sheet.form, sheet.encoding, sheet.separator = read.form, read.encoding, read.separator
    sheet.headers, sheet.lines = list(read.headers), len(read.rows)
    kept = content if read.form == "csv" else json.dumps(read.rows, ensure_ascii=False).encode()
    sheet.content = zlib.compress(kept)


def _named(name: str, read: Sent) -> str:
    """The name of the file, which is no path and ends as its content says."""
    stem = plain_name(name, "xlsx").removesuffix(".xlsx")
    return f"{SPACES.sub(' ', stem)}.{read.form}"


def _words(questions: Sequence[Question]) -> dict[str, tuple[str, ...]]:
    return {f"{QUESTION}{one.id}": tuple(map(str, one.labels.values())) for one in questions}


def _likely(session: Session, edition: Edition) -> people.Likely:
    return people.likely(_words(asked(session, edition)))
