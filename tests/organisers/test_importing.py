"""People by a sheet, as the organiser sees it: sent, columns, what would follow, what did."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from fairs.domain.importing import acts, carrying_out
from fairs.domain.importing.checking import look_over
from fairs.domain.importing.receiving import rows_of
from fairs.models import Account, Participant, PeopleImport
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import words
from tests.organisers.test_counts import asked
from tests.visiting import Visitor

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

LIST = (
    "Structure;Ville;Famille;Prénom;Nom;Courriel;Notes\r\n"
    "Recyclerie;Bœurs;ess;Zoé;Lefèvre;zoe@org.example;à rappeler\r\n"
    "Fonderie;Évry;Martiens;Ali;Ben;ali@org.example;\r\n"
    "Recyclerie;Bœurs;;Mia;Çelik;mia@org.example;\r\n"
)


def send(desk: Desk, edition: Edition, content: bytes, name: str = "liste été.csv") -> TestResponse:
    return desk.post(f"/o/{edition.slug}/people/import", sheet=(io.BytesIO(content), name))


@pytest.fixture
def sheet(desk: Desk, session: Session, edition: Edition) -> PeopleImport:
    """A list that was sent, and whose columns were guessed."""
    assert send(desk, edition, LIST.encode("cp1252")).status_code == 303
    return session.scalars(select(PeopleImport)).one()


def at(edition: Edition, sheet: PeopleImport, more: str = "") -> str:
    return f"/o/{edition.slug}/people/import/{sheet.id}{more}"


def carry_out(session: Session, sheet: PeopleImport) -> None:
    """What the long job does."""
    session.refresh(sheet)
    assert sheet.job
    looked = look_over(session, sheet, rows_of(sheet))
    carrying_out.leave_out(session, sheet.id, looked)
    known = carrying_out.Known.of_edition(session, sheet.edition)
    carrying_out.take_in(session, sheet.id, looked.people, known, NOW)
    acts.finish(session, sheet.job, sheet.id, NOW)
    session.commit()


def test_the_way_from_a_file_to_people(
    desk: Desk, session: Session, edition: Edition, sheet: PeopleImport
) -> None:
    assert desk.get(f"/o/{edition.slug}/people").text.count(f"/o/{edition.slug}/people/import") > 0
    page = desk.get(at(edition, sheet))
    chosen = re.findall(r'<option value="([^"]*)" selected', page.text)
    assert chosen == ["cp1252", ";", *("organisation", "town", "family", "first_name", "last_name", "email")]
    assert "à rappeler" in page.text

    columns = ("organisation", "town", "family", "first_name", "last_name", "email", "")
    typed = {f"column-{place}": key for place, key in enumerate(columns)}
    assert desk.post(at(edition, sheet), **typed).status_code == 303
    said = desk.words(at(edition, sheet, "/check"))
    assert "2 come in" in said.replace("come in 2", "2 come in")
    assert "There is no such family here. Write one of these: Social and solidarity economy," in said
    assert "By SIRET, or by name and town: Recyclerie." in said
    assert "Import 2 people" in said
    assert "Who comes in" in said
    assert "Mia Çelik Recyclerie" in said

    choices = {"known": "skip", "double": "first", "organisations": "join", "family": "support"}
    answer = desk.post(at(edition, sheet, "/check"), language="en", admits="place", **choices)
    assert (answer.status_code, answer.location) == (303, at(edition, sheet, "/result"))
    assert "People are being imported" in desk.words(at(edition, sheet, "/result"))
    carry_out(session, sheet)
    said = desk.words(at(edition, sheet, "/result"))
    assert "2 people do not know yet" in said
    assert "Famille: There is no such family here." in said
    mia = session.scalars(select(Participant).filter_by(email="mia@org.example")).one()
    assert (mia.family and mia.family.slug, mia.language, mia.name) == ("support", "en", "Mia Çelik")

    assert desk.post(at(edition, sheet, "/undo")).status_code == 422
    assert desk.post(at(edition, sheet, "/undo"), sure="1").status_code == 303
    assert "The import is being taken back" in desk.words(at(edition, sheet, "/result"))


def test_what_was_typed_is_kept_when_a_column_is_missing(
    desk: Desk, edition: Edition, sheet: PeopleImport
) -> None:
    answer = desk.post(at(edition, sheet), **{"column-0": "town", "column-3": "name"})
    assert answer.status_code == 422
    assert "Say which column holds the e-mail addresses" in words(answer)
    assert re.findall(r'<option value="([^"]+)" selected', answer.text)[2:] == ["town", "name"]


def test_a_sheet_can_be_read_otherwise(
    desk: Desk, session: Session, edition: Edition, sheet: PeopleImport
) -> None:
    assert desk.post(at(edition, sheet, "/read"), encoding="mac-roman", separator=";").status_code == 303
    assert "Lef»vre" not in desk.get(at(edition, sheet)).text
    assert "LefËvre" in desk.get(at(edition, sheet)).text
    answer = desk.post(at(edition, sheet, "/read"), encoding="utf-8", separator=";")
    assert answer.status_code == 422
    assert "This file cannot be read as a sheet" in words(answer)
    session.expire_all()
    assert sheet.encoding == "mac-roman"


def test_the_lines_to_mend_are_a_sheet_that_can_be_sent_again(
    desk: Desk, session: Session, edition: Edition, sheet: PeopleImport
) -> None:
    answer = desk.get(at(edition, sheet, "/to-mend.xlsx"))
    assert answer.headers["Cache-Control"] == "private, no-store"
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].values)
    assert [row[:7] for row in rows] == [
        ("Structure", "Ville", "Famille", "Prénom", "Nom", "Courriel", "Notes"),
        ("Fonderie", "Évry", "Martiens", "Ali", "Ben", "ali@org.example", None),
    ]
    assert (rows[1][7], str(rows[1][8])[:37]) == (3, "Famille: There is no such family here")
    assert send(desk, edition, answer.data, "mended.xlsx").status_code == 303
    again = session.scalars(select(PeopleImport).filter_by(form="xlsx")).one()
    assert again.columns[:7] == ["organisation", "town", "family", "first_name", "last_name", "email", ""]


def test_a_model_bears_the_edition_s_own_questions(desk: Desk, session: Session, edition: Edition) -> None:
    factories.question(session, edition, labels={"en": "Diet?"})
    answer = desk.get(f"/o/{edition.slug}/people/import/model.xlsx")
    heads = next(load_workbook(io.BytesIO(answer.data)).worksheets[0].values)
    assert heads == (
        *("Organisation", "SIRET", "Town", "Family", "First name", "Last name", "Role", "E-mail address"),
        *("Language of the mails", "Diet?"),
    )


def test_a_sheet_can_be_thrown_away(
    desk: Desk, session: Session, edition: Edition, sheet: PeopleImport
) -> None:
    assert desk.post(at(edition, sheet, "/throw-away")).status_code == 303
    assert session.scalar(select(func.count()).select_from(PeopleImport)) == 0
    assert "Maïwenn Organise threw a sheet of people away." in desk.words(f"/o/{edition.slug}/journal")


@pytest.mark.abuse(36)
def test_abuse_36_files_that_are_too_large_or_of_the_wrong_kind_have_their_sentence(
    desk: Desk, session: Session, edition: Edition
) -> None:
    for content, sentence in (
        (b"", "This file is empty."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "This file cannot be read as a sheet"),
    ):
        answer = send(desk, edition, content)
        assert (answer.status_code, sentence in words(answer)) == (422, True)
    answer = desk.post(f"/o/{edition.slug}/people/import")
    assert (answer.status_code, "Choose a file first." in words(answer)) == (422, True)
    large = FileStorage(io.BytesIO(5_100_000 * b"x"), "large.csv")
    answer = Visitor(desk.client, session).post_large(f"/o/{edition.slug}/people/import", sheet=large)
    assert (answer.status_code, "This file is too large: 5 MB at most." in words(answer)) == (422, True)
    assert session.scalar(select(func.count()).select_from(PeopleImport)) == 0


@pytest.mark.abuse(30)
@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("<script>alert(1)</script>.csv", "script.csv"),
        ("\u202exslx.csv", "xslx.csv"),
        ("....", "file.csv"),
    ],
)
def test_abuse_30_the_name_of_a_file_is_no_path(
    desk: Desk, session: Session, edition: Edition, name: str, kept: str
) -> None:
    assert send(desk, edition, LIST.encode(), name).status_code == 303
    sheet = session.scalars(select(PeopleImport)).one()
    assert sheet.name == kept
    told = desk.get(at(edition, sheet, "/to-mend.xlsx")).headers["Content-Disposition"]
    assert not {"/", "\\", ".."} & set(told.replace("UTF-8''", ""))


@pytest.mark.abuse(4)
def test_abuse_4_a_sheet_of_one_edition_is_not_found_under_another(
    desk: Desk, other_desk: Desk, session: Session, edition: Edition, sheet: PeopleImport
) -> None:
    other = factories.edition(session, of=edition.fair)
    pages = ("", "/check", "/result", "/to-mend.xlsx")
    assert {desk.get(at(other, sheet, page)).status_code for page in pages} == {404}
    assert {other_desk.get(at(edition, sheet, page)).status_code for page in pages} == {404}
    assert other_desk.post(at(edition, sheet, "/throw-away")).status_code == 404


def test_who_may_only_look_changes_nothing(
    desk: Desk, session: Session, edition: Edition, sheet: PeopleImport
) -> None:
    account = session.scalars(select(Account)).one()
    account.memberships[0].role = "viewer"
    assert send(desk, edition, LIST.encode()).status_code == 403
    acts_of = {"/throw-away": {}, "/check": {"admits": "place"}, "/undo": {"sure": "1"}, "/tell": {}}
    assert {desk.post(at(edition, sheet, act), **typed).status_code for act, typed in acts_of.items()} == {
        403
    }


def test_lists_of_imports_ask_as_often_for_one_as_for_three(app: Flask, desk: Desk, edition: Edition) -> None:
    send(desk, edition, LIST.encode())
    once = asked(app, desk, f"/o/{edition.slug}/people/import")
    for _more in range(2):
        send(desk, edition, LIST.encode())
    assert asked(app, desk, f"/o/{edition.slug}/people/import") == once
