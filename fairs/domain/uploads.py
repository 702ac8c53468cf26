"""Files that people send: judged by what is in them, never by what they are called or said to be."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from fairs.agenda.characters import one_line
from fairs.errors import Refused
from fairs.models import PendingUpload, Question, Upload
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant

SIZE_AT_MOST = 5_000_000  # bytes
KEPT_FOR = timedelta(hours=1)
KEPT_AT_MOST = 100  # files of one edition that wait for their form, so that nobody fills the disk
NAME_LENGTH = 100
OPEN_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "docx": f"{OPEN_OFFICE}wordprocessingml.document",
    "xlsx": f"{OPEN_OFFICE}spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}
ENDINGS = {key: f".{key}" for key in MEDIA_TYPES} | {"jpeg": ".jpg"}
BEGINNINGS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
MACROS = re.compile(r"vbaProject", re.IGNORECASE)
NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True, repr=False)
class File:
    """A file that may be kept."""

    name: str
    kind: str  # a key of MEDIA_TYPES
    content: bytes

    def __repr__(self) -> str:
        return f"File({self.name!r}, {hashlib.sha256(self.content).hexdigest()})"


def examine(name: str, content: bytes, *, cut: bool = False) -> File:
    """What was sent, as a file that may be kept. `cut`: there was more than was read. Raises Refused."""
    if cut or len(content) > SIZE_AT_MOST:
        raise Refused("This file is too large: %(most)d MB at most.", most=SIZE_AT_MOST // 1_000_000)
    if not content:
        raise Refused("This file is empty.")
    kind = kind_of(content)
    if kind is None:
        raise Refused(
            "This is none of the files that can be taken: PDF, PNG, JPEG, DOCX, XLSX, ODT. "
            "Save it as one of these, a PDF most easily."
        )
    return File(plain_name(name, kind), kind, content)


def kind_of(content: bytes) -> str | None:
    """What a file is by its content; None for everything that is not taken."""
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    return _kind_of_zip(content) if content.startswith(b"PK\x03\x04") else None


def _kind_of_zip(content: bytes) -> str | None:
    """By its list of parts alone: nothing is unpacked but the few signs that say what it is."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            names = set(parts.namelist())
            if any(MACROS.search(name) for name in names):
                return None
            if "[Content_Types].xml" in names:
                return next((kind for part, kind in OFFICE_PARTS.items() if part in names), None)
            if "mimetype" in names and "content.xml" in names:
                with parts.open("mimetype") as said:
                    return "odt" if said.read(100).strip() == MEDIA_TYPES["odt"].encode() else None
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError):  # Runtime: locked, or packed unusually
        return None
    return None


def plain_name(name: str, kind: str) -> str:
    """A name that is no path, fits on a line, and ends as the content says."""
    last = NOT_IN_NAMES.sub("", re.split(r"[/\\]", one_line(name))[-1]).strip(" .")
    stem, dot, ending = last.rpartition(".")
    if not dot or len(ending) > 4:  # noqa: PLR2004 - the longest that is an ending
        stem = last
    return (stem.strip(" .")[:NAME_LENGTH] or "file") + ENDINGS[kind]


def keep(
    session: Session, edition: Edition, question: Question, file: File, holder: str, now: datetime
) -> PendingUpload | None:
    """Keep a file for whoever holds a secret, until the rest of the form is mended; None if too many wait."""
    waiting = (
        select(func.count(PendingUpload.id))
        .join(Question, Question.id == PendingUpload.question_id)
        .where(Question.edition_id == edition.id, PendingUpload.uploaded_at >= now - KEPT_FOR)
    )
    if (session.scalar(waiting) or 0) >= KEPT_AT_MOST:
        return None
    kept = PendingUpload(
        question_id=question.id,
        holder=_hashed(holder),
        name=file.name,
        media_type=file.kind,
        content=file.content,
        uploaded_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def kept(session: Session, question_id: uuid.UUID, written: str, holder: str, now: datetime) -> File | None:
    """The file that a form names and whose secret the browser holds; None when the hour is over."""
    found = session.scalar(
        select(PendingUpload).where(
            PendingUpload.id == written_id(written),
            PendingUpload.question_id == question_id,
            PendingUpload.holder == _hashed(holder),
            PendingUpload.uploaded_at >= now - KEPT_FOR,
        )
    )
    return File(found.name, found.media_type, found.content) if found else None


def adopt(session: Session, participant: Participant, file: File, now: datetime) -> Upload:
    """Keep a file as somebody's own."""
    upload = Upload(
        participant_id=participant.id,
        name=file.name,
        media_type=file.kind,
        content=file.content,
        uploaded_at=now,
    )
    session.add(upload)
    session.flush()
    return upload


def let_go(session: Session, holder: str) -> None:
    """The form is mended: what was kept for it has found its place."""
    session.execute(delete(PendingUpload).filter_by(holder=_hashed(holder)))


def _hashed(holder: str) -> str:
    return hashlib.sha256(holder.encode()).hexdigest()
