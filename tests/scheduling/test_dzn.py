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


def faults_in(path: Path, *changes: tuple[str, str]) -> list[str]:
    text = EXAMPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    with pytest.raises(InvalidProblem) as refused:
        read_problem(path)
    return [str(fault) for fault in refused.value.faults]


def test_what_is_wrong_with_a_benchmark_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    changes = (("nTables = 2;", ""), ("{1,\n 4}, ", ""), ("[0,0,3]", "[0]"), ("|2, 3,2,", "|2, 3,"))
    assert faults_in(tmp_path / "broken.dzn", *changes) == [
        "/nTables: The field 'nTables' is missing; it holds a whole number.",
        "/forbidden: Line 13: there are to be 3 sets, but there are 2.",
        "/requested/1: Line 9: a row has 3 numbers, but this one 2.",
        "/fixed: Line 15: there are to be 3 numbers, but there are 1.",
    ]


def test_numbers_that_name_nothing_are_told_with_their_line(tmp_path: Path) -> None:
    changes = (
        ("|1, 2,1,", "|1, 9,4,"),
        ("|2, 3,2,", "|2, 2,2,"),
        (" 4}", " 6}"),
        ("0,3]", "0,7]"),
        ("{3}", "{8}"),
    )
    assert faults_in(tmp_path / "broken.dzn", *changes) == [
        "/forbidden/1: Line 13: 6 is not from 1 to 5.",
        "/requested/0: Line 8: 9 is not from 1 to 3.",
        "/requested/0: Line 8: a meeting may stand in 1 (morning), 2 (afternoon) or 3 (anywhere), not 4.",
        "/requested/1: Line 9: party 2 meets itself; name somebody else.",
        "/fixed/2: Line 16: 7 is not from 1 to 5.",
        "/precedences/1: Line 17: 8 is not from 1 to 3.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "nTables = 2;",
            "nTables = two;",
            "/nTables: Line 4: this is to be a whole number of at most 100000, not 'two'.",
        ),
        (
            "nTables = 2;",
            f"nTables = {'9' * 5000};",
            f"/nTables: Line 4: this is to be a whole number of at most 100000, not '{'9' * 60}'….",
        ),
        (
            "nMorningSlots = 2;",
            "nMorningSlots = 6;",
            "/nMorningSlots: Line 6: this is to be a whole number of at most 5, not '6'.",
        ),
        ("[0,0,3]", "[0,-1,3]", "/fixed: Line 16: '-' has no place in a list of numbers."),
        (
            "precedences = [{},{3},{0}];",
            "precedences = [{},{3},{0}]",
            "/precedences: Line 17: what begins with 'precedences' is not of the form 'name = value;'.",
        ),
        (
            "fixed =",
            "nTables = 3; fixed =",
            "/nTables: Line 16: the field 'nTables' is there already; keep one.",
        ),
        ("nTables = 2;", "nTables = 0;", "/tables: There is no table; without one nobody can meet."),
        (
            "[{},{3},{0}]",
            "[{2},{1},{0}]",
            (
                "/requests/1/after/0: 2 requests wait for each other in a circle: 'r1' → 'r2' → 'r1';"
                " remove this entry or another."
            ),
        ),
    ],
)
def test_each_fault_has_its_sentence(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    assert faults_in(tmp_path / "broken.dzn", (old, new)) == [sentence]


def test_a_file_of_anything_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "image.dzn"
    for data in (b"\x89PNG\r\n\x1a\n\x00", b"", b"\xff" * 100, b"{" * 10_000, b"=" * 10_000, b";" * 10_000):
        path.write_bytes(data)
        with pytest.raises(InvalidProblem):
            read_problem(path)
