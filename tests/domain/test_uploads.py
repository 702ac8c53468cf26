"""Files are judged by what is in them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from fairs.domain import uploads
from fairs.domain.uploads import File
from fairs.errors import Refused
from fairs.jobs.due_leftovers import Leftovers
from fairs.models import PendingUpload
from tests import factories, files
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

DECK = File("plaquette.pdf", "pdf", files.PDF)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.PDF, "pdf"),
        (files.PNG, "png"),
        (files.JPEG, "jpeg"),
        (files.DOCX, "docx"),
        (files.XLSX, "xlsx"),
        (files.ODT, "odt"),
        (files.WITH_MACROS, None),
        (b"MZ\x90\x00 a program", None),
        (b"<svg onload='alert(1)'/>", None),
        (b"<!doctype html><script>alert(1)</script>", None),
        (b"GIF89a", None),
        (b"PK\x03\x04 no archive at all", None),
        (files.packed({"a.txt": "a"}), None),
        (files.packed({"mimetype": "application/zip", "content.xml": ""}), None),
    ],
)
@pytest.mark.abuse(36)
def test_abuse_36_a_file_is_what_its_content_says(content: bytes, kind: str | None) -> None:
    assert uploads.kind_of(content) == kind


@pytest.mark.abuse(36)
def test_abuse_36_an_archive_is_not_unpacked_to_be_judged() -> None:
    assert len(files.BOMB) < 50_000
    assert uploads.kind_of(files.BOMB) is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\zoé\\devis 2027.docx", "devis 2027.pdf"),
        ("évil\r\nSet-Cookie: a=b.pdf", "évil Set-Cookie a=b.pdf"),
        ("x.php\x00.png", "x.php.pdf"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "fdp.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("é" * 300 + ".pdf", "é" * 100 + ".pdf"),
        ("מצגת 😀.pdf", "מצגת 😀.pdf"),
    ],
)
@pytest.mark.abuse(30)
def test_abuse_30_a_name_is_no_path_and_ends_as_the_content_says(name: str, kept: str) -> None:
    assert uploads.plain_name(name, "pdf") == kept


@pytest.mark.abuse(36)
def test_abuse_36_too_large_or_empty_has_its_sentence() -> None:
    with pytest.raises(Refused, match="too large: 5 MB at most"):
        uploads.examine("a.pdf", files.PDF + b"0" * uploads.SIZE_AT_MOST)
    with pytest.raises(Refused, match="too large"):
        uploads.examine("a.pdf", files.PDF, cut=True)
    with pytest.raises(Refused, match="is empty"):
        uploads.examine("a.pdf", b"")
    with pytest.raises(Refused, match="none of the files"):
        uploads.examine("a.pdf", b"MZ a program called .pdf")


@pytest.mark.abuse(5)
def test_abuse_05_what_waits_is_for_the_browser_that_sent_it_within_the_hour(session: Session) -> None:
    edition = factories.edition(session)
    question = factories.question(session, edition, "file")
    other = factories.question(session, edition, "file")
    row = uploads.keep(session, edition, question, DECK, "a secret", NOW)
    assert row is not None
    written, late = str(row.id), NOW + timedelta(minutes=61)
    assert uploads.kept(session, question.id, written, "a secret", NOW) == DECK
    assert uploads.kept(session, question.id, written, "another", NOW) is None
    assert uploads.kept(session, other.id, written, "a secret", NOW) is None
    assert uploads.kept(session, question.id, "nonsense", "a secret", NOW) is None
    assert uploads.kept(session, question.id, written, "a secret", late) is None
    assert "a secret" not in row.holder


def test_no_more_wait_than_there_is_room_for(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "KEPT_AT_MOST", 2)
    edition = factories.edition(session)
    question = factories.question(session, edition, "file")
    kept = [uploads.keep(session, edition, question, DECK, "a secret", NOW) for _ in range(3)]
    assert [row is not None for row in kept] == [True, True, False]


def test_what_nobody_came_back_for_is_forgotten(session: Session) -> None:
    edition = factories.edition(session)
    question = factories.question(session, edition, "file")
    for minutes in (59, 61):
        uploads.keep(session, edition, question, DECK, "a secret", NOW - timedelta(minutes=minutes))
    session.commit()
    assert Leftovers().see_to(sessionmaker(session.get_bind()), NOW) == 1
    assert session.scalar(select(func.count()).select_from(PendingUpload)) == 1
