"""The commands: results on standard output, faults one a line on standard error, and the exit status."""

import json
import os
import pty
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from scheduling.cli import main
from scheduling.files import problem_bytes, read_problem, read_solution, solution_bytes
from scheduling.generate import PRESETS, Shape, generated
from scheduling.options import workers_of
from scheduling.problem import Party, Problem
from scheduling.solution import Bounds, Figures, Progress
from scheduling.terminal import progress_bar, state_line
from tests.scheduling.cases import held, pair, slots, small, tables

BENCHMARK = """nBusiness = 2; nMeetings = 2; nTables = 1; nTotalSlots = 3; nMorningSlots = 2;
requested = [|1, 2,3, |1, 2,3, |]; forbidden = [{2}, {}];
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def saved(folder: Path, problem: Problem) -> Path:
    path = folder / "problem.json"
    path.write_bytes(problem_bytes(problem))
    return path


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    return saved(tmp_path, small())


@pytest.fixture
def solution(problem: Path, tmp_path: Path) -> Path:
    path = tmp_path / "solution.json"
    assert run("solve", problem, "-o", path, "--steps", 2000).exit_code == 0
    return path


def test_solve_writes_the_solution_to_standard_output_or_a_file(problem: Path, solution: Path) -> None:
    told = run("solve", problem, "--steps", 2000)
    assert told.exit_code == 0
    assert told.stdout.encode() == solution.read_bytes()
    assert json.loads(told.stdout)["format"] == "maillage.solution/1"
    assert told.stderr == ""


def test_check_accepts_what_solve_found(problem: Path, solution: Path) -> None:
    told = run("check", problem, solution)
    assert (told.exit_code, told.stdout.splitlines()) == (
        0,
        [
            "status: optimal",
            "placed: 3 of 3",
            "weight: 6, at most 6",
            "breaks: 0, at least 0",
            "break spread: 0",
            "table moves: 1, at least 1",
        ],
    )


def test_check_prints_each_violation_and_refuses(problem: Path, tmp_path: Path) -> None:
    path = tmp_path / "wrong.json"
    clash = held(small(), ("ab", "s1", "t1", "a b"), ("ac", "s1", "t1", "a c"))
    path.write_bytes(solution_bytes(clash, b"another problem"))
    told = run("check", problem, path)
    assert told.exit_code == 1
    assert told.stdout.splitlines()[:3] == [
        "problem: The solution is for another problem: the SHA-256 of the file differs.",
        "one_place: A (a) is in ab and ac at 2027-03-18 09:00 (s1).",
        "one_meeting: Table t1 holds 2 meetings at 2027-03-18 09:00 (s1).",
    ]


def test_faults_are_told_one_a_line_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_text('{"format": "maillage.problem/1", "slots": [], "tables": 3}')
    told = run("solve", path, "-o", tmp_path / "out.json")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.splitlines() == [
        "/slots: There is no slot; without one nothing can be scheduled.",
        "/tables: This is to be a list.",
        "/parties: This is missing; add it.",
        "/requests: This is missing; add it.",
    ]
    assert not (tmp_path / "out.json").exists()


def test_the_faults_of_a_solution_are_told_with_its_name(problem: Path, tmp_path: Path) -> None:
    path = tmp_path / "published.json"
    path.write_text('{"format": "maillage.solution/1", "meetings": 3}')
    for told in (run("check", problem, path), run("solve", problem, "--keep", path)):
        assert (told.exit_code, told.stdout) == (1, "")
        assert told.stderr.splitlines() == [
            "published.json#/status: This is missing; add it.",
            "published.json#/meetings: This is to be a list.",
        ]


def test_a_missing_file_or_folder_is_refused_in_one_line(problem: Path, tmp_path: Path) -> None:
    assert run("solve", tmp_path / "none.json").exit_code == 1
    told = run("solve", problem, "-o", tmp_path / "none" / "out.json", "--steps", 10)
    assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)


def test_wrong_usage_is_told_apart(problem: Path) -> None:
    for seconds in ("soon", "nan", "inf", "-1"):
        assert run("solve", problem, "--time", seconds).exit_code == 2
    assert run("solve").exit_code == 2


def test_no_solution_has_an_exit_status_of_its_own_and_says_why(tmp_path: Path) -> None:
    path = saved(tmp_path, small(parties=(Party("a", "A", min_meetings=9), *small().parties[1:])))
    told = run("solve", path, "-o", tmp_path / "out.json")
    assert told.exit_code == 3
    assert told.stderr.startswith("No schedule (infeasible): ")
    assert "Meetings promised to A: at least 9." in told.stderr
    answer, _ = read_solution(tmp_path / "out.json")
    assert answer.status == "infeasible"
    assert run("check", path, tmp_path / "out.json").exit_code == 0
    assert "Meetings promised to A: at least 9" in run("explain", path, tmp_path / "out.json").stdout


def test_keep_repairs(problem: Path, solution: Path) -> None:
    told = run("solve", problem, "--keep", solution, "--steps", 100)
    assert json.loads(told.stdout)["meetings"] == json.loads(solution.read_text())["meetings"]


def test_a_repair_tells_who_is_affected_and_leaves_what_has_begun(problem: Path, tmp_path: Path) -> None:
    path = tmp_path / "published.json"
    before = held(small(), ("ab", "s1", "t1", "a b"), ("ac", "s2", "t1", "a c"))
    path.write_bytes(solution_bytes(before, problem.read_bytes()))
    away = small(parties=(Party("a", "A", unavailable=("s1", "s2", "s3")), *small().parties[1:]))
    changed = saved(tmp_path, away)
    now = ("--now", "2027-03-18T09:02:00+01:00", "--notice", 5)
    told = run("solve", changed, "--keep", path, "--steps", 100, *now)
    assert [(one["request"], one["slot"]) for one in json.loads(told.stdout)["meetings"]] == [
        ("ab", "s1"),
        ("bd", "s2"),
    ]
    assert told.stderr.splitlines() == [
        "The meeting of A and B at 09:00 stays as it is, although this rule is broken: Everybody is there.",
        "A: The meeting with C at 09:10 is cancelled.",
        "B: New: a meeting with D at 09:10, table t1.",
        "C: The meeting with A at 09:10 is cancelled.",
        "D: New: a meeting with B at 09:10, table t1.",
        "4 people affected, 0 of them disturbed by others' changes.",
    ]
    naive = run("solve", changed, "--keep", path, "--now", "2027-03-18T09:02:00")
    assert (naive.exit_code, "lacks its time zone" in naive.stderr) == (2, True)


def test_explain_gives_reasons_and_tells_a_day(tmp_path: Path) -> None:
    path = saved(
        tmp_path, small(slots=slots(1), requests=(pair("ab", "a", "b", weight=2), pair("ac", "a", "c")))
    )
    out = tmp_path / "out.json"
    assert run("solve", path, "-o", out, "--steps", 100).exit_code == 0
    reason = (
        "ac (busy_once): A and C could meet only at 09:00, when A has another meeting."
        " It could be held at 09:00 if the meeting of A and B gave way."
    )
    assert run("explain", path, out).stdout.splitlines() == [reason]
    assert run("explain", path, out, "--party", "a").stdout.splitlines() == [
        "A",
        "2027-03-18 09:00  B at t1 (ab)",
        f"unplaced {reason}",
        "1 meetings; half of all parties have at most 1.",
        "67 % of what was asked for has a place, by weight; half of all parties have at most 67 %.",
        "0 breaks; half of all parties have at most 0.",
        "0 empty slots between meetings; half of all parties have at most 0.",
        "0 changes of table; half of all parties have at most 0.",
        "The first meeting begins at 09:00; for half of all parties at 09:00 or before.",
        "The last meeting ends at 09:10; for half of all parties at 09:10 or before.",
    ]
    assert run("explain", path, out, "--party", "nobody").exit_code == 1


def test_advise_names_remedies(tmp_path: Path) -> None:
    path = saved(tmp_path, small(slots=slots(1), tables=tables(1)))
    told = run("advise", path, "--steps", 500)
    assert told.exit_code == 0
    assert "One more table (all day): no more weight (proven)." in told.stdout.splitlines()
    assert "One more slot (all day): +1 meetings, +2 in weight (proven at least 2), +0 breaks." in told.stdout


def test_a_benchmark_file_is_solved_with_the_fairness_asked_for(tmp_path: Path) -> None:
    path, out = tmp_path / "tiny.dzn", tmp_path / "out.json"
    path.write_text(BENCHMARK)
    assert run("solve", path, "--fairness", 0, "-o", out, "--steps", 1000).exit_code == 0
    assert run("check", path, out, "--fairness", 0).exit_code == 0
    assert read_problem(path, 0).max_break_spread == 0


def test_the_solver_runs_as_a_program_of_its_own(problem: Path) -> None:
    command = [sys.executable, "-m", "scheduling", "solve", problem, "--steps", "100"]
    told = subprocess.run(command, capture_output=True, check=True)
    assert json.loads(told.stdout)["status"] == "optimal"
    assert told.stderr == b""


def test_without_a_limit_of_steps_all_cores_are_used() -> None:
    assert workers_of(None, None) == len(os.sched_getaffinity(0))
    assert (workers_of(None, 100), workers_of(3, 100), workers_of(3, None)) == (1, 3, 3)


def test_generate_makes_up_a_fair_that_can_be_solved(tmp_path: Path) -> None:
    path, again = tmp_path / "fair.json", tmp_path / "again.json"
    options = ("generate", "--like", "everything", "--people", 12, "--no-positions", "--seed", 5)
    assert run(*options, "-o", path).exit_code == 0
    assert run(*options, "-o", again).exit_code == 0
    assert path.read_bytes() == again.read_bytes() == run(*options).stdout.encode()
    fair = read_problem(path)
    assert len(fair.requests) > 10
    assert not any(table.position for table in fair.tables)


def test_generate_takes_every_number_of_a_shape(tmp_path: Path) -> None:
    shape = Shape(
        people=20, slots=6, meetings=3, demand=1.5, two_sides=True, fairness=2, positions=True, avoid=0.5
    )
    options = ("--people", 20, "--slots", 6, "--meetings", 3, "--oversubscribed", 1.5, "--kind", "exhibitors")
    more = ("--fairness", 2, "--positions", "--avoid", 0.5, "--seed", 9)
    path = tmp_path / "fair.json"
    assert run("generate", *options, *more, "-o", path).exit_code == 0
    assert path.read_bytes() == problem_bytes(generated(shape, 9))


def test_generate_tells_wrong_numbers_as_wrong_usage() -> None:
    assert run("generate", "--people", 1).exit_code == 2
    assert run("generate", "--late", "nan").exit_code == 2
    told = run("generate", "--slots", 200)
    assert (told.exit_code, told.stdout) == (2, "")
    assert "A day would last" in told.stderr


def test_the_help_of_generate_tells_every_number_and_kind() -> None:
    told = " ".join(run("generate", "--help").stdout.split())
    for one in fields(Shape):
        assert one.name == "two_sides" or f"--{one.name.replace('_', '-')}" in told
    for name, (what, _) in PRESETS.items():
        assert f"{name}: {what}" in told


@pytest.mark.parametrize("name", ["solve", "check", "explain", "advise", "generate"])
def test_every_option_is_explained(name: str) -> None:
    assert run(name, "--help").exit_code == 0
    for parameter in main.commands[name].params:
        assert not isinstance(parameter, click.Option) or parameter.help


LATE = Progress(
    "search",
    0.5,
    Figures(60000, 59000, 350000, 1234),
    Bounds(360000, 900),
    12.0,
    note="Compiled code is missing.",
)


@pytest.mark.parametrize("columns", [20, 40, 80, 81, 120, 200])
def test_a_line_of_progress_fits_the_terminal(columns: int) -> None:
    state = " 50% 59000/60000 placed, weight 350000/360000, 1234 breaks (at least 900)"
    line = state_line(LATE, columns)
    assert len(line) < columns
    assert line.endswith(state) or state.startswith(line)


def test_small_fairs_have_room_for_a_bar_at_eighty_columns() -> None:
    small_one = Progress("search", 0.5, Figures(299, 299, 1478, 9), Bounds(1478, 0), 12.0)
    line = "[########........]  50% 299/299 placed, weight 1478/1478, 9 breaks (at least 0)"
    assert state_line(small_one, 80) == line


def test_warnings_are_told_once_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as show:
        show(LATE)
        show(LATE)
    assert capsys.readouterr().err == "Compiled code is missing.\n"


def test_a_terminal_shows_progress_while_it_searches(problem: Path, tmp_path: Path) -> None:
    mine, its = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "scheduling",
        "solve",
        problem,
        "--steps",
        "100",
        "-o",
        tmp_path / "out.json",
    ]
    assert subprocess.run(command, stderr=its, check=False).returncode == 0
    told = os.read(mine, 100_000).decode()
    assert "\r[" in told
    assert "3/3 placed, weight 6/6, 0 breaks (at least 0)" in told
    assert told.splitlines()[-1].startswith("optimal: 3 of 3 requests placed")


def test_what_would_move_the_cursor_is_spelt_out(tmp_path: Path) -> None:
    path, out = (
        saved(tmp_path, small(parties=(Party("a", "A\x1b[2J\n"), *small().parties[1:]))),
        tmp_path / "o.json",
    )
    assert run("solve", path, "--steps", 100, "-o", out).exit_code == 0
    assert run("explain", path, out, "--party", "a").stdout.splitlines()[0] == "A\\x1b[2J\\n"


def test_an_alphabet_that_lacks_letters_is_no_obstacle(tmp_path: Path) -> None:
    path, out = (
        saved(tmp_path, small(parties=(Party("a", "Ω"), *small().parties[1:]))),
        tmp_path / "o.json",
    )
    assert run("solve", path, "--steps", 100, "-o", out).exit_code == 0
    command = [sys.executable, "-m", "scheduling", "explain", path, out, "--party", "a"]
    told = subprocess.run(
        command, capture_output=True, check=True, env=os.environ | {"PYTHONIOENCODING": "latin-1"}
    )
    assert told.stdout.splitlines()[0] == b"\\u03a9"
