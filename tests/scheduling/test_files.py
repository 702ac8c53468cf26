"""Files: what is written is read again; what is wrong is told at once, each with its place."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from scheduling.files import (
    digest,
    problem_bytes,
    problem_from_json,
    read_problem,
    read_solution,
    solution_bytes,
    solution_from_json,
    write,
)
from scheduling.problem import (
    Fault,
    Faulty,
    InvalidProblem,
    InvalidSolution,
    Party,
    Problem,
    Request,
    Slot,
    Table,
)
from scheduling.solve import solve
from tests.scheduling.cases import MORNING, held, problems, small

WHOLE = {
    "format": "maillage.problem/1",
    "name": "Forum 2027",
    "slots": [
        {
            "id": "s01",
            "start": "2027-03-18T09:00:00+01:00",
            "end": "2027-03-18T09:20:00+01:00",
            "block": "morning",
        }
    ],
    "tables": [{"id": "t01", "seats": 3, "tags": ["accessible"], "closed": ["s01"]}, {"id": "t02"}],
    "parties": [
        {
            "id": "p01",
            "name": "Recyclerie du Port",
            "unavailable": ["s01"],
            "table": "t01",
            "needs": ["accessible"],
            "min_meetings": 0,
            "max_meetings": 10,
        },
        {"id": "p02"},
        {"id": "p03"},
    ],
    "requests": [
        {"id": "r000", "attendees": ["p01", "p02"]},
        {
            "id": "r001",
            "attendees": ["p01", ["p02", "p03"]],
            "weight": 5,
            "required": False,
            "slots": ["s01"],
            "after": ["r000"],
            "at": {"slot": "s01", "table": "t01"},
        },
    ],
    "avoid": [["p01", "p03"]],
    "fairness": {"max_break_spread": 2},
}


def faults_in(value: object) -> list[str]:
    with pytest.raises(InvalidProblem) as refused:
        problem_from_json(json.dumps(value).encode())
    return [str(fault) for fault in refused.value.faults]


def changed(**parts: object) -> dict[str, object]:
    return WHOLE | parts


def test_every_key_of_a_problem_is_read() -> None:
    start = MORNING
    assert problem_from_json(json.dumps(WHOLE).encode()) == Problem(
        slots=(Slot("s01", start, start.replace(minute=20), "morning"),),
        tables=(Table("t01", 3, ("accessible",), ("s01",)), Table("t02")),
        parties=(
            Party("p01", "Recyclerie du Port", ("s01",), "t01", ("accessible",), 0, 10),
            Party("p02"),
            Party("p03"),
        ),
        requests=(
            Request("r000", (("p01",), ("p02",))),
            Request("r001", (("p01",), ("p02", "p03")), 5, False, ("s01",), ("r000",), "s01", "t01"),  # noqa: FBT003 - every field in its place
        ),
        name="Forum 2027",
        avoid=(("p01", "p03"),),
        max_break_spread=2,
    )


@given(problems())
def test_a_problem_is_read_as_it_was_written(problem: Problem) -> None:
    assert problem_from_json(problem_bytes(problem)) == problem
    assert problem_bytes(problem_from_json(problem_bytes(problem))) == problem_bytes(problem)


def test_a_solution_is_read_as_it_was_written(tmp_path: Path) -> None:
    problem = small()
    solution = held(problem, ("ab", "s1", "t1", "a b"), ("bd", "s2", "t2", "b d"))
    data = problem_bytes(problem)
    write(tmp_path / "solution.json", solution_bytes(solution, data))
    assert read_solution(tmp_path / "solution.json") == (solution, digest(data))


def test_an_answer_without_schedule_keeps_its_explanation() -> None:
    hopeless = small(parties=(Party("a", min_meetings=9), *small().parties[1:]))
    solution = solve(hopeless, steps=10)
    assert solution_from_json(solution_bytes(solution, b""))[0] == solution


def test_other_formats_are_refused_in_a_clear_line() -> None:
    assert faults_in(changed(format="maillage.problem/2")) == [
        "/format: This program reads 'maillage.problem/1', but the file says 'maillage.problem/2'."
    ]
    assert faults_in({"slots": []}) == ["/format: Add the key 'format' with the value 'maillage.problem/1'."]
    keys = "format name slots tables parties requests avoid fairness"
    assert faults_in([1]) == [f"/: This is to be an object, with the keys {keys}."]
    with pytest.raises(InvalidProblem, match="This is not utf-8 text, from byte 0 on"):
        problem_from_json(b"\xff{")
    with pytest.raises(InvalidSolution, match=r"says 'maillage.problem/1'"):
        solution_from_json(json.dumps(WHOLE).encode())


def test_faults_of_form_are_told_all_at_once() -> None:
    value = changed(
        slots=[{"id": "s01", "start": "nine", "end": "2027-03-18T09:20:00+01:00"}, {"id": 2, "end": 3}],
        tables=[{"id": "t01", "seats": "two", "tags": "accessible"}, 7],
        parties=[{"id": "p01", "unavailable": [1]}, {"id": "p02", "nmae": "A"}],
        requests=[{"id": "r1", "attendees": ["p01", 5], "weight": True, "required": "yes", "at": "s01"}],
        avoid=[["p01"]],
    )
    assert faults_in(value) == [
        "/slots/0/start: 'nine' is not a time; write it as in 2027-03-18T09:00:00+01:00.",
        "/slots/1/end: This is to be a text.",
        "/slots/1/id: This is to be a text.",
        "/slots/1/start: This is missing; add it.",
        "/tables/0/seats: This is to be a whole number.",
        "/tables/0/tags: This is to be a list.",
        "/tables/1: This is to be an object, with the keys id seats tags closed position.",
        "/tables/1/id: This is missing; add it.",
        "/parties/0/unavailable/0: This is to be a text.",
        "/parties/1/nmae: There is no key 'nmae'; 'name' is probably meant.",
        "/requests/0/at: This is to be an object, with the keys slot table.",
        "/requests/0/attendees/1: An attendee is the id of a party, or a list of ids of which one attends.",
        "/requests/0/required: This is to be true or false.",
        "/requests/0/weight: This is to be a whole number.",
        "/avoid/0: A pair to keep apart is a list of two ids of parties.",
    ]


def test_faults_of_solutions_are_told_all_at_once() -> None:
    value = {"format": "maillage.solution/1", "status": "splendid", "meetings": [{"request": 1}], "seed": "x"}
    with pytest.raises(InvalidSolution) as refused:
        solution_from_json(json.dumps(value).encode())
    assert [fault.pointer for fault in refused.value.faults] == [
        "/status",
        "/meetings/0/request",
        "/meetings/0/slot",
        "/meetings/0/table",
        "/seed",
    ]


def test_a_missing_file_is_a_fault_like_others(tmp_path: Path) -> None:
    with pytest.raises(Faulty) as refused:
        read_problem(tmp_path / "none.json")
    assert refused.value.faults == (
        Fault("", f"{tmp_path / 'none.json'} cannot be read: No such file or directory."),
    )


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "solution.json"
    write(path, b"old")
    with pytest.raises(TypeError):
        write(path, "not bytes")
    assert path.read_bytes() == b"old"
    write(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_the_bytes_of_a_solution_do_not_depend_on_details() -> None:
    solution = held(small())
    bare = replace(solution, unplaced=tuple(replace(one, details=(("a", "b"),)) for one in solution.unplaced))
    assert solution_bytes(solution, b"") == solution_bytes(bare, b"")
