from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from fairs.families import BY_KEY
from fairs.sheets.reading import read
from fairs.sheets.values import FairRow, InterestRow, Interval, Level, ParticipantRow, TableRow
from fairs.sheets.words import FAMILIES, FORMS, LANGUAGES, LEVELS, family_named, fold, level_named
from tests.sheets.writing import SALON, salon, write_folder, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from fairs.sheets.values import Sheets
    from tests.sheets.writing import Book


def utc(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2027, 3, 18, hour, minute, tzinfo=dt.UTC)


def test_a_folder_becomes_a_fair(tmp_path: Path) -> None:
    sheets = read(write_folder(tmp_path / "salon", SALON))
    assert sheets.fair == FairRow(
        "Salon de l'économie circulaire", "Halle aux Grains, Saint-Aubin", "Europe/Paris", "fr"
    )
    assert sheets.participants == (
        ParticipantRow(
            "P01", "Recyclerie du Port", "Zoé Lefèvre", "zoe@recyclerie.example", "", (), "T01", None, "fr"
        ),
        ParticipantRow(
            "P02",
            "Scierie Cœur",
            "Noël Ångström",
            "noel@bois.example",
            "",
            (Interval(utc(8), utc(8, 20)),),
            None,
            3,
            "en",
        ),
        ParticipantRow(
            "P03",
            "Hôpital Sud",
            "Ines Müller",
            "ines@chu.example",
            "",
            (Interval(utc(8), utc(11)), Interval(utc(13, 25), utc(13, 45))),
            None,
            None,
            "fr",
        ),
        ParticipantRow(
            "P04",
            "Mairie",
            "O'Brien, Pat",
            "pat@mairie.example",
            "",
            (Interval(utc(9), utc(13, 25)),),
            None,
            None,
            "fr",
        ),
    )
    assert sheets.interests[0] == InterestRow(
        "P01", "P02", "must", None, "Du bois « de réemploi », 20 m³ par an ?"
    )
    assert sheets.interests[3] == InterestRow("P04", "P03", "must", "après-midi")
    assert [(block.name, block.start_at, block.end_at) for block in sheets.blocks] == [
        ("matin", utc(8), utc(11)),
        ("après-midi", utc(13), utc(15)),
    ]
    assert sheets.tables == (TableRow("T01", "Stand 1", 2, ("accessible",)), TableRow("T02", "T02", 4))
    assert sheets.notes == ()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    return read(write_folder(tmp_path_factory.mktemp("plain") / "salon", SALON))


@pytest.mark.pains(41)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_way_to_save_a_csv_file_says_the_same(
    tmp_path: Path, expected: Sheets, separator: str, encoding: str, newline: str
) -> None:
    folder = write_folder(tmp_path / "salon", SALON, separator=separator, encoding=encoding, newline=newline)
    assert read(folder) == expected


def test_a_workbook_says_the_same(tmp_path: Path, expected: Sheets) -> None:
    path = write_workbook(tmp_path / "salon.xlsx", SALON)
    assert read(path) == expected
    assert read(tmp_path) == expected  # a folder that holds one workbook will do


def test_a_workbook_with_real_dates_times_and_numbers_says_the_same(tmp_path: Path, expected: Sheets) -> None:
    workbook = Workbook()
    for name, rows in SALON.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([_typed(cell) for cell in row])
    workbook.save(tmp_path / "salon.xlsx")
    assert replace(read(tmp_path / "salon.xlsx"), notes=()) == expected


def _typed(cell: str) -> object:
    if not cell[:1].isdigit():
        return cell or None  # T01 is a table, though Python reads a time in it
    for parse in (int, dt.date.fromisoformat, dt.time.fromisoformat, dt.datetime.fromisoformat):
        try:
            value = parse(cell)
        except ValueError:
            continue
        return value if getattr(value, "tzinfo", None) is None else cell  # 10:00-14:25 is no zone
    return cell


FRENCH = {
    "fair": ("Salon", ["Nom", "Lieu", "Fuseau horaire", "Langue"]),
    "participants": (
        "Participant·e·s",
        ["Identifiant", "Structure", "NOM", "Courriel", "Famille", "Indisponibilités", "Stand",
         "Max. rendez-vous", "Langue"],
    ),
    "interests": ("Vœux", ["De", "Vers", "Niveau", "Bloc", "Message"]),
    "blocks": ("Plages", ["Nom", "Date", "Début", "Fin", "Durée", "Pause"]),
    "tables": ("TABLES", ["N°", "Libellé", "Places", "Étiquettes"]),
}  # fmt: skip
IN_FRENCH = {
    "must": "Doit",
    "would": "voudrait",
    "open": "Ouvert·e",
    "never": "JAMAIS",
    "2027-03-18": "18/03/2027",
}


def french(book: Book) -> Book:
    return {
        FRENCH[name][0]: [FRENCH[name][1], *([IN_FRENCH.get(cell, cell) for cell in row] for row in rows[1:])]
        for name, rows in book.items()
    }


def test_french_names_say_the_same(tmp_path: Path, expected: Sheets) -> None:
    assert read(write_folder(tmp_path / "salon", french(SALON), separator=";", encoding="cp1252")) == expected
    assert read(write_workbook(tmp_path / "salon.xlsx", french(SALON))) == expected


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_columns_stand_in_any_order_with_strangers_between(
    tmp_path: Path, expected: Sheets, data: st.DataObject
) -> None:
    shuffled = {}
    for name, rows in SALON.items():
        order = data.draw(st.permutations(range(len(rows[0]) + 1)))
        wider = [[*row, "Remarque" if number == 0 else "à rappeler"] for number, row in enumerate(rows)]
        shuffled[name] = [[row[index] for index in order] for row in wider]
    sheets = read(write_folder(tmp_path / "salon", shuffled))
    assert replace(sheets, notes=()) == expected
    assert [note.told(str) for note in sheets.notes] == [
        f"{name}.csv: the column “Remarque” was not used." for name in sorted(SALON)
    ]


TEXT = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TEXT.filter(lambda text: not text.startswith("#")), st.sampled_from([",", ";", "\t"]))
def test_any_name_survives_in_any_container(tmp_path: Path, name: str, separator: str) -> None:
    book = salon(("participants", 2, "organisation", name))
    plain = read(write_folder(tmp_path / "plain", book, separator=separator))
    assert plain == read(write_workbook(tmp_path / "salon.xlsx", book))
    assert fold(plain.participants[0].organisation) == fold(name)


def test_what_excel_adds_is_forgiven(tmp_path: Path, expected: Sheets) -> None:
    folder = write_folder(tmp_path / "salon", SALON, separator=";")
    text = (folder / "participants.csv").read_text(encoding="utf-8")
    (folder / "participants.csv").write_text("sep=;\r\n" + text + ";;;;;;;;\r\n\r\n", encoding="utf-8")
    (folder / ".~lock.participants.csv#").touch()
    (folder / "README.md").touch()
    assert read(folder) == expected


def test_a_file_that_might_have_been_meant_is_named(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "salon", SALON)
    (folder / "participnats.csv").touch()
    assert [note.told(str) for note in read(folder).notes] == [
        "“participnats.csv” is no sheet of a fair and was not read."
    ]


def test_every_level_and_language_has_its_words() -> None:
    assert set(LEVELS) == set(get_args(Level))
    assert [level_named(name) for level, names in LEVELS.items() for name in names] == [
        level for level, names in LEVELS.items() for _ in names
    ]
    assert set(LANGUAGES) == {"fr", "en"}


def test_a_family_is_known_by_its_names_and_kept_when_it_is_not() -> None:
    assert set(FAMILIES) == set(BY_KEY)
    assert family_named("Économie Sociale et solidaire") == "ess"
    assert family_named("Fanfare") == "Fanfare"


def test_no_name_of_a_column_means_two() -> None:
    for form in FORMS.values():
        names = [fold(name) for column in form.columns for name in dict.fromkeys(map(fold, column.names))]
        assert len(names) == len(set(names))
        assert all(form.column(column.key) == column for column in form.columns)
