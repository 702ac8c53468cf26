"""Everything of an edition in one file, made as long work."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from fairs.domain.exporting import files
from fairs.models import Delivery, Job

if TYPE_CHECKING:
    from fairs.agenda.tables import Form
    from tests.delivery.conftest import Town


def made(town: Town, form: Form) -> bytes:
    with town.sessions.begin() as session:
        session.execute(update(Delivery).values(state="done"))
        files.ask_export(session, town.edition_in(session), form, "fr", town.time())
    town.run_all()
    with town.sessions() as session:
        job = session.scalars(select(Job).order_by(Job.asked_at.desc(), Job.fraction)).first()
        assert job
        assert (job.state, job.error) == ("done", "")
        return files.content(session, job, town.time()) or b""


def test_a_workbook_holds_a_sheet_for_each_table(town: Town) -> None:
    town.publish(("Zoé", "Ali", 0))
    book = load_workbook(io.BytesIO(made(town, "xlsx")))
    assert len(book.sheetnames) == len(files.TABLES) - 1
    assert [row[1] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [
        *("Atelier Zoé", "Atelier Ali", "Atelier Mia"),
    ]


@pytest.mark.parametrize("form", ["csv", "csv_excel"])
def test_an_archive_holds_a_file_for_each_table(town: Town, form: Form) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made(town, form)))
    assert archive.namelist() == [f"{key}.csv" for key in files.TABLES if key != "answers"]
    assert (archive.read("wishes.csv").startswith(b"\xef\xbb\xbf")) == (form == "csv_excel")
