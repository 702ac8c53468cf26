"""The contest of the engine on tiny fairs: conversions are true, contestants answer, and end when told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from benchmarks.__main__ import main
from benchmarks.engine import play_highs
from benchmarks.engine.arena import Arena, Fair
from benchmarks.engine.greedy import faults, greedy, outcome
from benchmarks.engine.least import disturbed, fewest_disturbed
from benchmarks.engine.plain import NotPlain, Plain, plain_of, problem_of, read, written
from benchmarks.engine.program import GROUPS, Group, engine
from benchmarks.engine.variants import Run, reported
from benchmarks.measure import Measure
from benchmarks.setting import Setting
from scheduling.generate import Shape, generated
from scheduling.problem import Request
from scheduling.solve import solve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.engine.serving import Answer

KEPT = (
    "originals_total_s", "all_closed", "people_200_gap", "people_500_gap_percent",
    "people_1000_breaks", "people_1000_complete_s", "people_2000_breaks", "people_2000_complete_s",
    "people_10000_s", "people_10000_mb",
    "choose_1000_percent_of_bound", "repair_1000_s",
)  # fmt: skip

TINY = Plain(
    name="tiny",
    people=4,
    slots=4,
    tables=1,
    meetings=((0, 1), (0, 2), (3, 0)),
    weights=(1, 5, 2),
    away=((1,), (), (), (3,)),
    domains=((0, 2, 3), (0, 2), (0,)),
    before=((2, 1),),
)


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without the trials and the published set."""
    monkeypatch.setenv("MAILLAGE_PROTOTYPES", str(tmp_path / "none"))
    monkeypatch.setenv("MAILLAGE_B2BSP", str(tmp_path / "none"))
    monkeypatch.setenv("MAILLAGE_BENCH_SCRATCH", str(tmp_path / "scratch"))
    return tmp_path


def test_a_fair_is_the_same_in_both_languages() -> None:
    made = generated(Shape(people=30, slots=8, meetings=5), seed=3)
    plain = plain_of(made)
    assert plain_of(problem_of(plain)) == replace(plain, name=made.name)
    assert plain_of(problem_of(TINY)) == TINY
    assert read(json.loads(json.dumps(written(TINY)))) == TINY


def test_what_only_the_product_understands_is_refused() -> None:
    problem = problem_of(TINY)
    three = Request("r9", (("p1",), ("p2",), ("p3",)))
    with pytest.raises(NotPlain):
        plain_of(replace(problem, requests=(*problem.requests, three)))
    with pytest.raises(NotPlain):
        plain_of(replace(problem, avoid=(("p1", "p2"),)))


def test_the_rules_of_the_contest_are_those_of_the_product() -> None:
    found = solve(problem_of(TINY), steps=2000)
    slots: list[int | None] = [None] * len(TINY.meetings)
    for meeting in found.meetings:
        slots[int(meeting.request[1:]) - 1] = int(meeting.slot[1:]) - 1
    assert faults(TINY, slots) == []
    told = outcome(TINY, slots)
    assert (told.placed, told.weight, told.breaks) == (
        found.figures.placed, found.figures.weight, found.figures.breaks,
    )  # fmt: skip


def test_greedy_takes_the_first_free_slot_by_falling_priority() -> None:
    assert greedy(replace(TINY, before=())) == [2, 0, None]


def test_every_broken_rule_of_a_contestant_is_seen() -> None:
    assert faults(TINY, [2, 2, None]) == [
        "person 0 is in two places in slot 2",
        "slot 2 is overfull",
        "meeting 1 does not wait for 2",
    ]
    assert faults(replace(TINY, required=True), [1, 2, 0])[:1] == ["meeting 0 stands where it must not"]
    assert faults(replace(TINY, required=True), [None, 2, 0]) == ["meeting 0 is out"]


@pytest.mark.parametrize("choosing", [True, False])
def test_the_model_of_zeros_and_ones_agrees_with_the_product(choosing: bool, tmp_path: Path) -> None:
    plain = plain_of(
        generated(Shape(people=10, slots=6, meetings=3, demand=1.6 if choosing else 0.8), seed=2)
    )
    file = tmp_path / "plain.json"
    file.write_text(json.dumps(written(plain)), encoding="utf-8")
    answer = play_highs.solve({"plain": str(file), "seconds": 20.0, "choosing": choosing})
    ours = solve(problem_of(plain), steps=100_000)
    assert (answer["status"], answer["faults"]) == ("optimal", [])
    assert ours.figures.weight <= answer["weight"] <= ours.bounds.weight
    assert ours.figures.weight < answer["weight"] or answer["breaks"] <= ours.figures.breaks
    if answer["weight"] == ours.figures.weight:
        assert answer["breaks"] >= ours.bounds.breaks
    if ours.status == "optimal":
        assert (answer["weight"], answer["breaks"]) == (ours.figures.weight, ours.figures.breaks)


def test_each_name_that_is_kept_belongs_to_a_group() -> None:
    prefixes = tuple(prefix for group in GROUPS for prefix in group.prefix.split())
    assert [name for name in KEPT if not name.startswith(prefixes)] == []


def test_without_the_trials_there_is_a_contest_without_baseline(alone: Path) -> None:
    file = alone / "measures.json"
    only = [
        "--only",
        "people_20_",
        "--only",
        "repair_small",
        "--only",
        "all_closed",
        "--only",
        "people_10000_m",
    ]
    run = CliRunner().invoke(
        main, ["engine", "--quick", "--json", str(file), "--pictures", str(alone / "pictures"), *only]
    )
    assert run.exit_code == 0, run.output
    rows = {row["measure"]: row for row in json.loads(file.read_text(encoding="utf-8"))}
    assert list(rows) == [
        "all_closed",
        "people_20_breaks", "people_20_placed", "people_20_bound", "people_20_gap", "people_20_gap_percent",
        "people_20_complete_s", "people_20_breaks_greedy", "people_20_placed_greedy",
        "people_20_breaks_cpsat", "people_20_breaks_highs",
        "people_10000_mb", "repair_small_disturbed", "repair_small_exact",
    ]  # fmt: skip
    assert rows["repair_small_disturbed"]["value"] >= rows["repair_small_disturbed"]["baseline"] > 0
    assert rows["people_20_breaks_highs"]["value"] >= rows["people_20_bound"]["value"]
    assert set(rows["people_20_gap"]) == {"measure", "value", "unit", "baseline", "ratio", "note"}
    assert rows["all_closed"]["value"] is None
    assert "missing" in rows["all_closed"]["note"]
    assert rows["people_20_breaks"]["value"] >= 0
    assert rows["people_20_breaks"]["baseline"] is None
    assert rows["people_10000_mb"]["value"] > 50
    assert (alone / "pictures" / "engine-breaks-by-size.svg").is_file()


def test_the_fewest_people_disturbed_are_counted_exactly() -> None:
    """When 0 and 1 can only meet in the second slot, 0 and 2 have to change to the first."""
    plain = Plain(
        name="late", people=4, slots=3, tables=2, meetings=((0, 1), (0, 2), (2, 3)), weights=(1, 1, 1),
        away=((), (), (), ()), domains=((0, 1), (0, 1), (1, 2)), required=True,
    )  # fmt: skip
    before: list[int | None] = [0, 1, 2]
    assert fewest_disturbed(plain, before) == 0
    late = replace(plain, domains=((1,), (0, 1), (1, 2)))
    assert fewest_disturbed(late, before) == len(disturbed(late, before, [1, 0, 2])) == 2
    assert disturbed(late, before, [1, 0, None]) == {0, 2, 3}
    assert disturbed(plain, before, [1, 0, 2]) == {0, 1, 2}
    assert fewest_disturbed(replace(late, domains=((1,), (1,), (1, 2))), before) is None


def test_what_came_of_all_variants_is_told() -> None:
    def run(name: str, fairness: int, our: Answer, their: Answer | None = None) -> Run:
        return Run(Path(f"{name}.original.dzn"), fairness, {"proven": 2.0, **our, "seconds": 2.0}, their)

    runs = [
        run(
            "a",
            0,
            {"status": "infeasible", "proven": 0.5},
            {"status": "infeasible", "breaks": None, "seconds": 6.0},
        ),
        run("a", 2, {"status": "optimal", "breaks": 4}, {"status": "optimal", "breaks": 4, "seconds": 2.0}),
        run("b", 0, {"status": "optimal", "breaks": 3}),
        run("b", 2, {"status": "optimal", "breaks": 5}),
        run("c", 2, {"status": "feasible", "breaks": 5}),
    ]
    told = {one.measure: one for one in reported(runs, {"a.original": ("optimal", 3)})}
    assert (told["all_closed"].value, told["all_closed"].baseline) == (2, None)
    assert told["all_closed"].note.endswith("open: c.original/2; wrong: a.original/2, b.original/2")
    assert (told["all_closed_total_s"].value, told["all_closed_total_s"].baseline) == (2.5, 8)
    assert told["all_closed_reasons_s"].value == 1.5
    assert (told["all_closed_worst_s"].value, told["all_closed_worst_s"].baseline) == (2, 6)
    assert told["all_closed_fairness_0_s"].note.startswith("2 of 2 closed, 1 of them without a schedule")


def test_a_failure_does_not_keep_others_from_their_turn(alone: Path) -> None:
    def broken(arena: Arena) -> Iterator[Measure]:
        yield Measure("first_s", 1, "s")
        arena.product({"task": "unknown"}, 1.0)

    def sound(_: Arena) -> Iterator[Measure]:
        yield Measure("second_s", 2, "s")

    groups = (Group("first_", broken), Group("second_", sound))
    heard: list[Measure] = []
    setting = Setting(quick=True)
    found, _ = engine(setting, alone / "scratch", (), heard.append, lambda _: None, groups)
    assert found == heard
    assert [one.measure for one in found] == ["first_s", "first_failed", "second_s"]
    assert found[1].note == "KeyError: 'unknown'"


def test_a_contestant_that_takes_too_long_is_ended_and_can_be_asked_again(alone: Path) -> None:
    with Arena(Setting(quick=True), alone / "scratch") as arena:
        _, file = arena.fair(Fair(12, 8, 5))
        player = arena.player("highs")
        assert player is not None
        player.start()
        job = {"task": "solve", "plain": str(file), "seconds": 5.0}
        assert player.ask(job, 0.0) is None
        assert player.ask(job, 60.0) is not None
