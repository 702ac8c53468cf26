"""All agendas of a fair in one file: drawn some at a time, then put together."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from fairs import texts
from fairs.agenda.characters import one_line
from fairs.agenda.pdf import agenda_pdf, agendas_pdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fairs.agenda.values import Agenda

LONGEST_NAME = 80  # of a file, in letters
EARLIEST = (1980, 1, 1, 0, 0, 0)  # archives know no time before; the same agendas make the same file


def draw_together(agendas: Sequence[Agenda], _first: int) -> bytes:
    """Some agendas as one PDF, each on a new page."""
    return agendas_pdf(agendas)


def draw_apart(agendas: Sequence[Agenda], first: int) -> bytes:
    """Some agendas as an archive of PDFs, numbered from `first`."""
    return _archive(
        (f"{number:04} {file_name(agenda)}.pdf", agenda_pdf(agenda))
        for number, agenda in enumerate(agendas, first)
    )


def bind_together(parts: Sequence[bytes], title: str, author: str, language: str) -> bytes:
    """One PDF of several, tagged like each of them."""
    # Only the process that puts packs together needs pypdf, as heavy as it is.
    from fairs.agenda.binding import bound  # noqa: PLC0415

    heading = texts.translator(language).gettext("All agendas")
    return bound(parts, f"{heading} – {one_line(title)}", one_line(author), language)


def bind_apart(parts: Sequence[bytes], _title: str, _author: str, _language: str) -> bytes:
    """One archive of several."""
    archives = [zipfile.ZipFile(io.BytesIO(part)) for part in parts]
    return _archive((name, archive.read(name)) for archive in archives for name in archive.namelist())


def file_name(agenda: Agenda) -> str:
    """Whose agenda it is, in letters that every file system bears."""
    named = f"{one_line(agenda.person)} – {one_line(agenda.organisation)}"
    return "".join(sign if sign.isalnum() or sign in " -–'’&" else " " for sign in named)[
        :LONGEST_NAME
    ].strip()


def _archive(files: Iterable[tuple[str, bytes]]) -> bytes:
    """PDFs are as small as they get: they are stored as they are."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), content)
    return written.getvalue()
