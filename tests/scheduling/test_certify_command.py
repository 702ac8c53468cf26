"""The commands that write and verify a certificate: what they say, and how they end."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduling.cli import main
from scheduling.files import problem_bytes
from scheduling.problem import Problem
from tests.scheduling.cases import small
from tests.scheduling.impossible import CAUSES

TRIANGLE = CAUSES["a triangle in two slots"]
WINDOW = CAUSES["a window too small"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def solved(folder: Path, problem: Problem, *more: object) -> tuple[Path, Path, Result]:
    asked, certificate = folder / "problem.json", folder / "certificate.json"
    asked.write_bytes(problem_bytes(problem))
    return asked, certificate, run("solve", asked, "--steps", 500, "--certificate", certificate, *more)


def test_a_contradiction_is_written_and_verified(tmp_path: Path) -> None:
    problem, certificate, told = solved(tmp_path, TRIANGLE)
    assert (told.exit_code, json.loads(told.stdout)["status"]) == (3, "infeasible")
    verified = run("certify", problem, certificate)
    assert verified.exit_code == 0
    first, *rest = verified.stdout.splitlines()
    assert first.startswith("Verified by a proof of ")
    assert rest == [
        "The meeting ab of A and B is required.",
        "The meeting bc of B and C is required.",
        "The meeting ca of C and A is required.",
    ]


def test_a_count_is_written_and_verified(tmp_path: Path) -> None:
    problem, certificate, _ = solved(tmp_path, WINDOW)
    verified = run("certify", problem, certificate)
    assert verified.exit_code == 0
    lines = verified.stdout.splitlines()
    assert lines[0] == "Verified by a count: these demands cannot be met together."
    assert lines[-1] == "A would have 3 meetings, but has time for 2: 09:00 and 09:10."


def test_the_same_problem_and_steps_give_the_same_certificate(tmp_path: Path) -> None:
    _, certificate, _ = solved(tmp_path, TRIANGLE)
    first = certificate.read_bytes()
    solved(tmp_path, TRIANGLE)
    assert certificate.read_bytes() == first


def test_where_there_is_a_schedule_no_certificate_is_written(tmp_path: Path) -> None:
    _, certificate, told = solved(tmp_path, small(), "-o", tmp_path / "solution.json")
    assert told.exit_code == 0
    assert told.stderr.splitlines()[0] == (
        "No certificate is written, as it is not proven that there is no schedule."
    )
    assert not certificate.exists()


@pytest.mark.parametrize("problem", [TRIANGLE, WINDOW], ids=["contradiction", "count"])
def test_a_certificate_for_another_problem_is_refused(tmp_path: Path, problem: Problem) -> None:
    asked, certificate, _ = solved(tmp_path, problem)
    asked.write_bytes(asked.read_bytes() + b"\n")
    told = run("certify", asked, certificate)
    assert told.exit_code == 1
    assert told.stdout.splitlines() == [
        "problem: The certificate is for another problem: the SHA-256 of the file differs."
    ]


def test_a_proof_that_lacks_its_steps_is_refused(tmp_path: Path) -> None:
    problem, certificate, _ = solved(tmp_path, TRIANGLE)
    certificate.write_text(json.dumps(json.loads(certificate.read_text()) | {"proof": []}))
    told = run("certify", problem, certificate)
    assert told.exit_code == 1
    assert told.stdout.splitlines() == ["The proof ends without a contradiction."]


def test_what_is_no_certificate_is_refused_in_a_line_for_each_fault(tmp_path: Path) -> None:
    problem, certificate, _ = solved(tmp_path, TRIANGLE)
    certificate.write_text('{"format": "maillage.certificate/1", "demands": [{"kind": "hope", "names": []}]}')
    told = run("certify", problem, certificate)
    assert told.exit_code == 1
    assert [line.split(":")[0] for line in told.stderr.splitlines()] == [
        "certificate.json#/problem",
        "certificate.json#/demands/0/kind",
    ]
    assert run("certify", problem, tmp_path / "none.json").exit_code == 1


def test_a_certificate_that_cannot_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    asked = tmp_path / "problem.json"
    asked.write_bytes(problem_bytes(WINDOW))
    told = run("solve", asked, "--steps", 500, "--certificate", tmp_path / "no" / "folder" / "c.json")
    assert told.exit_code == 1
    assert "cannot be written" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_command_loads_nothing_of_the_solver(tmp_path: Path) -> None:
    problem, certificate, _ = solved(tmp_path, TRIANGLE)
    code = (
        "import sys; from scheduling.cli_certify import certify\n"
        f"certify([{str(problem)!r}, {str(certificate)!r}], standalone_mode=False)\n"
        "solver = ('pysat', 'scheduling.solve', 'scheduling.grid', 'scheduling.search', 'scheduling.trial')\n"
        "print([name for name in solver if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "[]"
