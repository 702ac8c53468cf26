"""The published benchmark's format, on a small example of our own."""

from pathlib import Path

import pytest

from scheduling.check import violations
from scheduling.files import read_problem
from scheduling.problem import InvalidProblem, Party, Request, Table
from scheduling.solve import solve

EXAMPLE = """
nBusiness = 3;
nMeetings = 3;
nTables = 2;
nTotalSlots = 5;
nMorningSlots = 2; % a comment

requested = [|1, 2,1,
|2, 3,2,
|1, 3,3,
|];

forbidden = [{0}, {1,
 4}, {}];

fixed = [0,0,3];
precedences = [{},{3},{0}];
"""


def test_a_benchmark_file_is_read_as_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "tiny.dzn"
    path.write_text(EXAMPLE)
    problem = read_problem(path)
    assert problem.name == "tiny"
    assert [(slot.id, slot.block) for slot in problem.slots] == [
        ("s1", "morning"),
        ("s2", "morning"),
        ("s3", "afternoon"),
        ("s4", "afternoon"),
        ("s5", "afternoon"),
    ]
    assert problem.tables == (Table("t1"), Table("t2"))
    assert problem.parties == (Party("p1"), Party("p2", unavailable=("s1", "s4")), Party("p3"))
    assert problem.requests == (
        Request("r1", (("p1",), ("p2",)), required=True, slots=("s1", "s2")),
        Request("r2", (("p2",), ("p3",)), required=True, slots=("s3", "s4", "s5"), after=("r3",)),
        Request("r3", (("p1",), ("p3",)), required=True, at_slot="s3"),
    )
    assert problem.max_break_spread == 2
    assert read_problem(path, fairness=0).max_break_spread == 0


def test_a_benchmark_file_is_solved_to_the_optimum(tmp_path: Path) -> None:
    path = tmp_path / "tiny.dzn"
    path.write_text(EXAMPLE)
    problem = read_problem(path)
    solution = solve(problem, steps=5000)
    assert violations(problem, solution) == ()
    assert [(meeting.request, meeting.slot) for meeting in solution.meetings] == [
        ("r1", "s2"),
        ("r3", "s3"),
        ("r2", "s5"),
    ]
    assert solution.figures.breaks == 2


def test_what_is_wrong_with_a_benchmark_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "broken.dzn"
    path.write_text(EXAMPLE.replace("nTables = 2;", "").replace("{1,\n 4}, ", "").replace("[0,0,3]", "[0]"))
    with pytest.raises(InvalidProblem) as refused:
        read_problem(path)
    assert [fault.pointer for fault in refused.value.faults] == ["/nTables", "/forbidden", "/fixed"]
