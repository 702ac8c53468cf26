"""Everything of an edition in one file, made as long work."""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert, select, update

from fairs.domain.exporting import files
from fairs.models import Delivery, Job, Participant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

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


def test_five_thousand_people_are_taken_along_and_the_page_says_how_far_it_is(town: Town) -> None:
    with town.sessions.begin() as session:
        zoe = town.person_in(session, "Zoé")
        alike: dict[str, Any] = {
            "edition_id": zoe.edition_id,
            "organisation_id": zoe.organisation_id,
            "language": "fr",
            "state": "approved",
            "registered_at": town.time(),
        }
        crowd = [alike | {"name": f"Lou {n}", "email": f"lou.{n}@org.example"} for n in range(5_000)]
        session.execute(insert(Participant), crowd)
    told: list[float] = []

    @contextmanager
    def transaction() -> Iterator[Session]:
        with town.sessions() as session:
            told.extend(session.scalars(select(Job.fraction)))
        with town.sessions.begin() as session:
            yield session

    town.tools = replace(town.tools, transaction=transaction)
    people = load_workbook(io.BytesIO(made(town, "xlsx")), read_only=True).worksheets[0]
    assert sum(1 for _ in people.iter_rows(min_row=2)) == 5_003
    assert told == sorted(told)
    assert len(set(told)) > 1
