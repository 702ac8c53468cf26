"""Generated fairs are without fault, lifelike in their numbers and the same for the same seed."""

import re
from dataclasses import fields, replace
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from scheduling.faults import faults_of
from scheduling.files import problem_bytes, problem_from_json
from scheduling.generate import PRESETS, Shape, generated
from scheduling.generate_names import HEADS, KINDS, TAILS, organisations
from scheduling.grid import Grid
from scheduling.patterns import sides_of
from scheduling.problem import Problem

SMALL = Shape(people=30, slots=12, meetings=5, days=2)
KINDS_OF_FAIRS = {name: shape for name, (_, shape) in PRESETS.items()}


@pytest.mark.parametrize("name", KINDS_OF_FAIRS)
def test_every_kind_is_without_fault_and_repeatable(name: str) -> None:
    shape = replace(KINDS_OF_FAIRS[name], people=min(80, KINDS_OF_FAIRS[name].people))
    problem = generated(shape, seed=3)
    assert faults_of(problem) == ()
    assert problem_bytes(generated(shape, seed=3)) == problem_bytes(problem)
    assert generated(shape, seed=4) != problem
    assert problem_from_json(problem_bytes(problem)) == problem


def test_demand_asks_for_more_than_fits() -> None:
    modest, greedy = generated(Shape(demand=1.0)), generated(Shape(demand=1.8))
    places = len(modest.tables) * len(modest.slots)
    assert len(modest.requests) <= places < len(greedy.requests)


def test_a_fair_of_two_sides_has_two() -> None:
    assert set(sides_of(Grid(generated(Shape(two_sides=True))))) == {0, 1}


def test_tables_are_as_full_as_was_asked_for() -> None:
    problem = generated(Shape(people=200, slots=14, meetings=10, fill=0.95))
    assert 0.92 < len(problem.requests) / (len(problem.tables) * 14) <= 0.95
    assert 0.93 < len(problem.requests) / 1000 < 1


def test_weights_are_counted_from_levels_of_wishes() -> None:
    # must 3, would 2, open 1, both added, and 3 more where both said would or must; no lone open
    assert {request.weight for request in generated(Shape(people=200)).requests} <= {2, 3, 4, 7, 8, 9}


def met(problem: Problem) -> set[frozenset[str]]:
    return {
        frozenset(pair)
        for request in problem.requests
        for pair in combinations((name for choice in request.attendees for name in choice), 2)
    }


def everything() -> Problem:
    return generated(KINDS_OF_FAIRS["everything"], seed=2)


def test_everything_that_the_format_knows_occurs() -> None:
    problem = everything()
    requests, parties = problem.requests, problem.parties
    occurs = {
        "delegates": any(len(choice) > 1 for one in requests for choice in one.attendees[:2]),
        "mediators": any(len(one.attendees) == 3 for one in requests),
        "round tables": any(len(one.attendees) > 3 for one in requests),
        "booths": any(party.table for party in parties),
        "needs": any(party.needs for party in parties),
        "tags": any(table.tags for table in problem.tables),
        "closed": any(table.closed for table in problem.tables),
        "positions": len({table.position for table in problem.tables}) == len(problem.tables),
        "required": any(one.required for one in requests),
        "fixed": any(one.at_slot for one in requests),
        "limited": any(one.slots for one in requests),
        "after": any(one.after for one in requests),
        "avoid": bool(problem.avoid),
        "limits": any(party.max_meetings for party in parties),
        "promised": any(party.min_meetings for party in parties),
        "absent": any(party.unavailable for party in parties),
        "fairness": problem.max_break_spread is not None,
        "days": len({slot.start.date() for slot in problem.slots}) == 2,
        "blocks": len({slot.block for slot in problem.slots}) == 4,
    }
    assert [name for name, there in occurs.items() if not there] == []


def test_those_who_must_not_meet_do_not_ask_for_it() -> None:
    problem = generated(replace(SMALL, avoid=3.0))
    assert len(problem.avoid) > 60
    assert not met(problem) & {frozenset(pair) for pair in problem.avoid}


def test_another_feature_leaves_who_asks_for_whom_as_it_was() -> None:
    plain, more = generated(SMALL), generated(replace(SMALL, booths=0.5, fixed=0.5, limits=0.5, needs=0.2))
    assert [one.attendees for one in plain.requests] == [one.attendees for one in more.requests]


def test_communities_meet_inside() -> None:
    shape = Shape(people=300, communities=10, inside=1.0, popularity=0.0)
    apart, mixed = (met(generated(replace(shape, inside=share))) for share in (1.0, 0.0))
    # in ten separate circles a person's partners know each other far more often
    assert triangles(apart) > 5 * triangles(mixed)


def triangles(pairs: set[frozenset[str]]) -> int:
    known: dict[str, set[str]] = {}
    for one, other in map(sorted, pairs):
        known.setdefault(one, set()).add(other)
        known.setdefault(other, set()).add(one)
    return sum(len(known[one] & known[other]) for one, other in map(sorted, pairs))


def test_names_are_all_different_and_put_together() -> None:
    names = [party.name for party in generated(Shape(people=500, meetings=2)).parties]
    assert len(set(names)) == 500
    assert all(name.startswith(KINDS) and name.endswith(TAILS) for name in names)
    number = len(KINDS) * len(HEADS) * len(TAILS) + 5
    assert len(set(organisations(number, Random(1)))) == number  # noqa: S311 - no secret


def test_ten_thousand_people_ask_for_sixty_thousand_meetings() -> None:
    problem = generated(Shape(people=10_000, slots=24, meetings=12))
    assert 55_000 < len(problem.requests) <= 60_000


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"people": 1}, "people is to be at least 2 and at most 100000, not 1."),
        ({"inside": 1.5}, "inside is to be at least 0 and at most 1, not 1.5."),
        ({"popularity": float("nan")}, "popularity is to be at least 0 and at most 3, not nan."),
        ({"people": 100_000, "meetings": 100}, "5000000 requests are more than 1000000; take fewer"),
        ({"days": 20}, "14 slots are too few for 20 days."),
        ({"slots": 200}, "A day would last 4090 minutes; take more days, or fewer or shorter slots."),
    ],
)
def test_impossible_shapes_are_refused(wrong: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Shape(**wrong)


def test_every_number_of_a_shape_says_what_it_means() -> None:
    assert all(one.metadata["help"].endswith(".") for one in fields(Shape))


@pytest.mark.parametrize(
    "least", [Shape(people=2, slots=1, meetings=1), Shape(people=2, slots=1, booths=1, needs=1)]
)
def test_the_smallest_fair_is_a_fair(least: Shape) -> None:
    assert faults_of(generated(least)) == ()


def test_the_page_about_made_up_fairs_lists_every_kind() -> None:
    page = Path(__file__).parents[2].joinpath("docs", "generator.md").read_text()
    rows = "".join(f"| `{name}` | {what} |\n" for name, (what, _) in PRESETS.items())
    assert f"| `--like` | what it is |\n|---|---|\n{rows}<!-- /generator-kinds -->" in page
    options = set(re.findall(r"`--([a-z-]+)", page)) - {"like", "kind"}
    assert {name.replace("-", "_") for name in options} <= {one.name for one in fields(Shape)}
