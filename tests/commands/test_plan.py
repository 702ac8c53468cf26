from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import icalendar
import openpyxl
import pypdf
import pytest
from click.testing import CliRunner

from fairs.cli import main
from fairs.sheets.faults import SheetFaults
from fairs.sheets.reading import read
from fairs.texts import translator
from tests.sheets.test_faults import TWELVE
from tests.sheets.writing import SALON, salon, write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.sheets.writing import Book

NAMES = ("Zoé", "Noël", "Inès", "Léa", "Hugo", "Maël", "Chloé", "Éloi", "Anaïs", "Loïc", "Jade", "Côme")
EVERYTHING = [
    "agendas",
    "agendas.pdf",
    "grid.pdf",
    "grid.xlsx",
    "problem.json",
    "solution.json",
    "summary.txt",
]
BUSY = [f"P{number:02d}" for number in range(1, 12)]  # P12 wishes nobody, and nobody wishes them


def fair_of_twelve() -> Book:
    """Twelve people, the last of whom nobody wishes to meet; nineteen pairs wish it both ways."""
    people = [
        [
            f"P{number:02d}",
            f"Atelier {name}",
            f"{name} Martin",
            f"p{number}@example.org",
            "",
            "",
            "",
            "",
            "fr",
        ]
        for number, name in enumerate(NAMES, 1)
    ]
    pairs = [(one, other) for one in range(1, 12) for other in range(one + 1, 12) if (one + other) % 3 == 0]
    wishes = [
        [f"P{wisher:02d}", f"P{wished:02d}", "must", "", f"De {wisher} à {wished}."]
        for one, other in pairs
        for wisher, wished in ((one, other), (other, one))
    ]
    return {
        **SALON,
        "participants": [SALON["participants"][0], *people],
        "interests": [SALON["interests"][0], *wishes, ["P01", "P03", "never", "", ""]],
        "tables": [SALON["tables"][0], *([f"T{number}", "", "2", ""] for number in range(1, 7))],
    }


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["plan", *map(str, arguments)])


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The papers of the fair of twelve, made once for all who look at them."""
    folder = tmp_path_factory.mktemp("plan")
    out = folder / "out"
    return out, run(write_folder(folder / "salon", fair_of_twelve()), "--out", out, "--time", "2")


def test_everything_is_there_and_only_results_go_to_standard_output(planned: tuple[Path, Result]) -> None:
    out, result = planned
    assert (result.exit_code, result.stderr) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == EVERYTHING
    files = sorted(path.name for path in (out / "agendas").iterdir())
    assert files == sorted(f"{person}{suffix}" for person in BUSY for suffix in (".ics", ".pdf"))
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".")] == []


def test_the_solution_is_valid_in_the_eyes_of_the_verifier(planned: tuple[Path, Result]) -> None:
    out, _ = planned
    checked = CliRunner().invoke(main, ["check", str(out / "problem.json"), str(out / "solution.json")])
    assert checked.exit_code == 0, checked.output
    solution = json.loads((out / "solution.json").read_bytes())
    assert solution["figures"]["placed"] == solution["figures"]["requests"] == 19


def test_every_paper_tells_of_the_same_meetings(planned: tuple[Path, Result]) -> None:
    out, _ = planned
    solution = json.loads((out / "solution.json").read_bytes())
    names = {f"P{number:02d}": f"{name} Martin" for number, name in enumerate(NAMES, 1)}
    everyone = text_of((out / "agendas.pdf").read_bytes())
    for person in BUSY:
        met = [
            names[other]
            for meeting in solution["meetings"]
            for other in meeting["attendees"]
            if person in meeting["attendees"] and other != person
        ]
        calendar = icalendar.Calendar.from_ical((out / "agendas" / f"{person}.ics").read_bytes())
        events = [str(event["SUMMARY"]) + str(event["DESCRIPTION"]) for event in calendar.walk("VEVENT")]
        assert len(events) == len(met)
        own = text_of((out / "agendas" / f"{person}.pdf").read_bytes())
        for name in met:
            assert any(name in event for event in events)
            assert name in own
            assert name in everyone


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_grid_and_summary_can_be_read(planned: tuple[Path, Result]) -> None:
    out, _ = planned
    workbook = openpyxl.load_workbook(out / "grid.xlsx", read_only=True)
    assert len(workbook.sheetnames) == 4  # the day, the meetings, what has no place, the people
    workbook.close()
    assert "Atelier Zoé" in text_of((out / "grid.pdf").read_bytes())
    assert "Côme Martin" in (out / "summary.txt").read_text(encoding="utf-8")


def test_planned_again_the_identities_stay(planned: tuple[Path, Result], tmp_path: Path) -> None:
    out, _ = planned
    before = identities(out)
    again = run(
        write_folder(tmp_path / "salon", fair_of_twelve()), "--out", out, "--time", "1", "--seed", "7"
    )
    assert again.exit_code == 0, again.stderr
    assert sorted(path.name for path in out.iterdir()) == EVERYTHING
    assert identities(out) == before


def identities(out: Path) -> set[str]:
    return {
        str(event["UID"])
        for path in (out / "agendas").glob("*.ics")
        for event in icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    }


def test_faults_are_told_a_line_each_and_nothing_is_written(tmp_path: Path) -> None:
    result = run(write_folder(tmp_path / "salon", salon(*TWELVE)), "--out", tmp_path / "out", "--lang", "en")
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 12
    assert not (tmp_path / "out").exists()


def test_faults_are_told_in_the_language_of_the_fair(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "salon", salon(("tables", 3, "seats", "0")))
    with pytest.raises(SheetFaults) as caught:
        read(folder)
    for options, language in (((), "fr"), (("--lang", "en"), "en")):
        result = run(folder, "--out", tmp_path / "out", *options)
        assert result.stderr == caught.value.sentence(translator(language).gettext) + "\n"


def test_a_folder_with_other_files_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.odt").write_text("precious", encoding="utf-8")
    result = run(write_folder(tmp_path / "salon", SALON), "--out", tmp_path / "out", "--lang", "en")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "thesis.odt" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.odt"]


def test_nobody_wishing_anything_is_told(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "salon", {**SALON, "interests": SALON["interests"][:1]})
    result = run(folder, "--out", tmp_path / "out", "--lang", "en")
    assert result.exit_code == 1
    assert result.stderr == (
        "Nobody wishes to meet anybody, so there is nothing to plan. Nothing was written.\n"
    )


def test_a_wrong_option_is_a_matter_of_usage(tmp_path: Path) -> None:
    assert run(tmp_path).exit_code == 2
    assert run(tmp_path, "--out", tmp_path, "--time", "0").exit_code == 2
