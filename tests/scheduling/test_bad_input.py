"""Bad input through the commands: every fault on a line with its place, status 1, never a traceback."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scheduling.cli import main
from scheduling.files import problem_bytes, read_problem
from scheduling.generate import PRESETS, generated
from scheduling.json_text import MOST_BYTES, MOST_VALUES
from scheduling.problem import Party
from scheduling.problem_json import problem_from_json
from scheduling.reading import MOST_UNKNOWN
from tests.scheduling.cases import pair, small

SOLVE = ("solve", "{}", "--steps", "50")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def refused(path: Path) -> list[str]:
    """The lines with which a file is refused, the same by every command that reads problems."""
    answers = [run(command, path) for command in ("solve", "advise")]
    for told in answers:
        assert (told.exit_code, told.stdout) == (1, "")
    assert answers[0].stderr == answers[1].stderr
    return answers[0].stderr.splitlines()


def spoilt(folder: Path, **changes: Any) -> list[str]:
    """The lines with which the small problem is refused after these changes of its file."""
    path = folder / "problem.json"
    path.write_text(json.dumps(json.loads(problem_bytes(small())) | changes))
    return refused(path)


SLOT = {"id": "s1", "start": "2027-03-18T09:00:00+01:00", "end": "2027-03-18T09:10:00+01:00"}
TWO = ["a", "b"]
NOT_ENOUGH = (
    "/requests/1/attendees: Whoever attends, one party meets itself:"
    " there are fewer parties than attendees; name more."
)
CIRCLE = (
    "/requests/1/after/0: 2 requests wait for each other in a circle: 'r' → 'q' → 'r';"
    " remove this entry or another."
)


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (
            {"parties": [{"id": "a"}, {"id": "b"}, {"id": "a"}, {"id": "c"}, {"id": "d"}, {"id": ""}]},
            [
                "/parties/2/id: The id 'a' is already taken by /parties/0; change one.",
                "/parties/5/id: The id is empty; give it one that nothing else in this list has.",
            ],
        ),
        (
            {"requests": [{"id": "r", "attendees": ["a", "x"], "slots": ["s9"], "at": {"slot": "y"}}]},
            [
                "/requests/0/at/slot: There is no slot 'y'; name one of the list of slots.",
                "/requests/0/attendees/1: There is no party 'x'; name one of the list of parties.",
                "/requests/0/slots/0: There is no slot 's9'; name one of the list of slots.",
            ],
        ),
        (
            {"requests": [{"id": "r", "attendees": ["a", "a"]}, {"id": "q", "attendees": [TWO, TWO, TWO]}]},
            [
                "/requests/0/attendees/1: Party 'a' meets itself; name somebody else.",
                NOT_ENOUGH,
            ],
        ),
        (
            {"slots": [SLOT | {"start": "2027-03-18T09:00:00"}]},
            [
                "/slots/0: A time has no offset from UTC; write it as in 2027-03-18T09:00:00+01:00.",
            ],
        ),
        (
            {"slots": [SLOT, SLOT | {"id": "s2", "start": "2027-03-18T09:09:00+01:00"}]},
            ["/slots/1/start: It starts before slot 's1' ends; slots stand in order, without overlap."],
        ),
        ({"tables": []}, ["/tables: There is no table; without one nobody can meet."]),
        (
            {
                "requests": [
                    {"id": "r", "attendees": TWO, "after": ["q"]},
                    {"id": "q", "attendees": TWO, "after": ["r", "q"]},
                ]
            },
            [
                CIRCLE,
                "/requests/1/after/1: Request 'q' waits for itself; remove it.",
            ],
        ),
        (
            {"requests": [{"id": "r", "attendees": TWO, "weight": 10**17}, {"id": "q", "attendees": []}]},
            [
                "/requests/0/weight: A weight is from 1 to 1000000000, not 100000000000000000.",
                "/requests/1/attendees: A meeting has two attendees or more.",
            ],
        ),
        (
            {"format": "maillage.problem/2"},
            ["/format: This program reads 'maillage.problem/1', but the file says 'maillage.problem/2'."],
        ),
    ],
)
def test_every_fault_is_told_with_its_place(tmp_path: Path, changes: Any, lines: list[str]) -> None:
    assert spoilt(tmp_path, **changes) == lines


def test_a_required_meeting_whose_people_are_never_there_together_has_no_schedule(tmp_path: Path) -> None:
    people = (Party("a", "Anne", ("s1",)), Party("b", "Bert", ("s2", "s3")), Party("c"), Party("d"))
    path = tmp_path / "problem.json"
    path.write_bytes(
        problem_bytes(
            small(parties=people, requests=(pair("ab", "a", "b", required=True), pair("cd", "c", "d")))
        )
    )
    told = run("solve", path, "-o", tmp_path / "out.json")
    assert told.exit_code == 3
    assert "Anne" in told.stderr
    assert "Bert" in told.stderr
    assert run("check", path, tmp_path / "out.json").exit_code == 0


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "/: This is not JSON: Expecting value: line 1 column 1 (char 0)."),
        (b"{}", "/format: Add the key 'format' with the value 'maillage.problem/1'."),
        (b'{"format": "maill', "/: This is not JSON: Unterminated string"),
        (b"\x00" * 30, "/: This is not"),
        (b"\xff\xfe\x00", "/: This is not utf-16"),
        (b'{"format": "\xe9"}', "/: This is not utf-8 text, from byte 12 on; save the file as UTF-8."),
        (b"[" * 100_000, "/: Lists and objects are nested too deeply to be read."),
        (b'{"a":' * 100_000, "/: Lists and objects are nested too deeply to be read."),
        (b"[" + b"1," * MOST_VALUES, f"/: The file holds more than {MOST_VALUES} values."),
        (b" " * (MOST_BYTES + 1), "/: The file has more than 128 MB, which is the most that is read."),
        (b"9" * 100_000, "/: This is to be an object, with the keys format"),
        (b"NaN", "/: This is to be an object, with the keys format"),
        (b'"\\ud800"', "/: This is to be an object, with the keys format"),
    ],
    ids=range(13),
)
def test_what_is_no_problem_at_all_is_refused_in_one_line(tmp_path: Path, data: bytes, line: str) -> None:
    path = tmp_path / "problem.json"
    path.write_bytes(data)
    told = run("solve", path)
    assert (told.exit_code, told.stdout, len(told.stderr.splitlines())) == (1, "", 1)
    assert told.stderr.startswith(line)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_bytes(b"\xef\xbb\xbf" + problem_bytes(small()))
    assert read_problem(path) == small()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path) == [f"/: {tmp_path} cannot be read: Is a directory."]


def test_numbers_and_texts_beyond_all_measure_have_a_place_too(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    text = problem_bytes(small()).decode()
    text = text.replace('"weight": 3', '"weight": 1e999').replace('"seats": 2', '"seats": NaN', 1)
    path.write_text(text.replace('"A"', '"\\ud83d"').replace('"B"', '"B", "max_meetings": ' + "9" * 5000))
    assert [line[:90] for line in refused(path)] == [
        "/tables/0/seats: 'NaN' is no number to calculate with.",
        "/parties/0/name: The text holds half a character (a lone surrogate); write it anew.",
        f"/parties/1/max_meetings: '{'9' * 60}'… is no number to calculate with."[:90],
        "/requests/0/weight: This is to be a whole number.",
    ]


def test_keys_that_occur_twice_are_told(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_bytes(problem_bytes(small()).replace(b'"weight": 3', b'"weight": 3, "weight": 4'))
    assert refused(path) == ["/requests/0/weight: The key 'weight' occurs more than once; keep one."]


def test_a_thousand_faults_are_told_and_the_others_counted(tmp_path: Path) -> None:
    requests = [{"id": "i" * 10_000 + str(n), "attendees": ["n" * 10_000, "a"]} for n in range(1500)]
    lines = spoilt(tmp_path, requests=requests)
    assert len(lines) == 1001
    assert lines[-1] == "/: And 500 more faults."
    assert max(map(len, lines)) < 200


def test_of_many_unknown_keys_only_the_first_are_guessed_at() -> None:
    keys = {f"strange{n}": n for n in range(MOST_UNKNOWN)} | {"nmae": "a slip of the pen, or not"}
    whole = json.loads(problem_bytes(small()))
    assert problem_from_json(json.dumps(whole | keys).encode()) == small()


STRANGE: list[Any] = [None, -1, 0, 10**30, 1.5, True, "", "a", "s1", "\u202e\x00", [], {}, [[]], ["a"] * 3]


def mutated(value: Any, lots: Random) -> Any:
    """The same JSON value with one of its parts, anywhere, replaced, doubled or taken away."""
    lot = lots.random()
    if not isinstance(value, dict | list) or not value or lot < 0.1:
        return lots.choice(STRANGE)
    if isinstance(value, dict):
        key = lots.choice(list(value))
        without = {name: part for name, part in value.items() if name != key}
        return without if lot < 0.2 else value | {key: mutated(value[key], lots)}
    place = lots.randrange(len(value))
    before, after = value[:place], value[place + 1 :]
    if lot < 0.2:
        return before + after
    return [*before, *([value[place]] if lot < 0.3 else []), mutated(value[place], lots), *after]


@pytest.mark.parametrize("command", ["solve", "advise", "check", "explain"])
@pytest.mark.parametrize("kind", ["everything", "mediated"])
def test_whatever_is_changed_in_a_file_there_is_an_answer_and_no_traceback(
    tmp_path: Path, command: str, kind: str
) -> None:
    fair = generated(replace(PRESETS[kind][1], people=8, slots=4, meetings=2, round_tables=1), 2)
    path, answer = tmp_path / "problem.json", tmp_path / "solution.json"
    path.write_bytes(problem_bytes(fair))
    assert run("solve", path, "--steps", 200, "-o", answer).exit_code in (0, 3)
    whole = json.loads((answer if command in ("check", "explain") else path).read_text())
    lots = Random(f"{command} {kind}")  # noqa: S311 - no secret
    target = answer if command in ("check", "explain") else path
    for _ in range(40):
        value = whole
        for _ in range(lots.randint(1, 3)):
            value = mutated(value, lots)
        target.write_text(json.dumps(value))
        arguments = (path, answer) if target is answer else (path, "--steps", 20)
        told = run(command, *arguments)
        assert told.exit_code in (0, 1, 3), (value, told.exception)
        assert told.exception is None or isinstance(told.exception, SystemExit), value
        assert told.exit_code == 0 or told.stderr or told.stdout
