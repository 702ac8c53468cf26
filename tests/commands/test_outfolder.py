from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fairs.commands.outfolder import complete_or_absent, refuse_foreign
from fairs.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path


def write(out: Path, summary: str = "first") -> None:
    with complete_or_absent(out) as fresh:
        problem = {"format": "maillage.problem/1", "parties": [{"id": "P01"}]}
        (fresh / "problem.json").write_text(json.dumps(problem), encoding="utf-8")
        (fresh / "summary.txt").write_text(summary, encoding="utf-8")
        (fresh / "agendas").mkdir()
        (fresh / "agendas" / "P01.ics").touch()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_appears_when_it_is_complete(tmp_path: Path) -> None:
    write(tmp_path / "deep" / "out")
    assert names(tmp_path / "deep") == ["out"]
    assert names(tmp_path / "deep" / "out") == ["agendas", "problem.json", "summary.txt"]
    assert (tmp_path / "deep" / "out").stat().st_mode & 0o700 == 0o700


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), complete_or_absent(tmp_path / "out"):
        raise ZeroDivisionError
    assert names(tmp_path) == []


def test_an_earlier_run_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path / "out")
    (tmp_path / "out" / "grid.pdf").touch()
    write(tmp_path / "out", "second")
    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == ["agendas", "problem.json", "summary.txt"]
    assert (tmp_path / "out" / "summary.txt").read_text(encoding="utf-8") == "second"


def test_a_failure_keeps_the_earlier_run(tmp_path: Path) -> None:
    write(tmp_path / "out")
    with pytest.raises(ZeroDivisionError), complete_or_absent(tmp_path / "out"):
        raise ZeroDivisionError
    assert (tmp_path / "out" / "summary.txt").read_text(encoding="utf-8") == "first"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write(tmp_path / "out")
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("stranger", ["thesis.odt", "agendas/P02.pdf", "agendas/notes.txt", ".git"])
def test_a_folder_with_anything_else_is_refused_untouched(tmp_path: Path, stranger: str) -> None:
    write(tmp_path / "out")
    (tmp_path / "out" / stranger).write_text("precious", encoding="utf-8")
    with pytest.raises(Refused, match="holds something else"):
        write(tmp_path / "out", "second")
    assert (tmp_path / "out" / stranger).read_text(encoding="utf-8") == "precious"
    assert (tmp_path / "out" / "summary.txt").read_text(encoding="utf-8") == "first"
    assert names(tmp_path) == ["out"]


def test_names_like_ours_do_not_make_a_folder_ours(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "problem.json").write_text('{"format": "another"}', encoding="utf-8")
    with pytest.raises(Refused, match=r"problem\.json"):
        refuse_foreign(tmp_path / "out")


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(Refused, match="is no folder"):
        refuse_foreign(tmp_path / "out")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="cannot be written"):
        write(tmp_path / "file" / "out")
