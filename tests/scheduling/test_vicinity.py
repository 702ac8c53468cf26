"""Vicinities: what a solver may do near a schedule, and what comes of several solvers at once."""

from collections.abc import Iterator

import pytest

from scheduling.budget import Budget
from scheduling.check import violations
from scheduling.construct import constructed
from scheduling.encoding import Encoding
from scheduling.generate import Shape, generated
from scheduling.grid import Grid
from scheduling.problem import Problem
from scheduling.proofs import Proof
from scheduling.proofs_child import Decider
from scheduling.proofs_oracle import flat
from scheduling.pursuit import Pursuit, broken
from scheduling.schedule import Schedule
from scheduling.search import Search, goal_of
from scheduling.solve import solve
from scheduling.vicinities import Vicinities
from scheduling.vicinity import Vicinity

SHAPES = (
    Shape(people=40, slots=12, meetings=6, fill=0.9),
    Shape(people=36, slots=14, meetings=6, days=2, delegates=0.3, booths=0.3, needs=0.2, fill=0.8),
    Shape(people=40, slots=12, meetings=5, after=0.2, fixed=0.1, mediators=3, mediated=0.3, round_tables=2),
)


def searched(problem: Problem, steps: int = 200_000) -> Schedule:
    """A fair schedule, as a search leaves it after so many steps."""
    search = Search(constructed(Grid(problem)), seed=1)
    search.run(Budget(None, steps), goal_of(0, 0), lambda: None)
    return search.schedule()


def models(vicinity: Vicinity, breaks: int) -> Iterator[dict[int, int]]:
    """What is found when fewer breaks are asked for again and again."""
    decider = Decider(flat(vicinity.formula), vicinity.places)
    while breaks:
        holds, literals = decider.answer([-vicinity.breaks[breaks - 1]])
        if not holds:
            break
        yield vicinity.moved(literals)
        breaks -= 1
    decider.close()


def with_slots(schedule: Schedule, moved: dict[int, int]) -> Schedule:
    """The same meetings at other times, whatever the rules say."""
    result = Schedule(schedule.grid)
    for option in filter(None, schedule.option):
        result.place(option, moved.get(option.request, schedule.slot[option.request]))
    return result


def obeys(schedule: Schedule) -> bool:
    """Whether each meeting could be put where it stands, were it taken out."""
    for request in schedule.placed():
        option, slot = schedule.remove(request)
        allowed = schedule.open_slots(option) >> slot & 1
        schedule.place(option, slot)
        if not allowed:
            return False
    return not broken(schedule)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_schedule_is_in_its_own_vicinity(shape: Shape) -> None:
    schedule = searched(generated(shape))
    vicinity = Vicinity(schedule, set(range(20)), set(), 1)
    holds, literals = Decider(flat(vicinity.formula), vicinity.places).answer(vicinity.standing)
    assert holds
    assert vicinity.moved(literals) == {
        option.request: schedule.slot[option.request] for option in vicinity.free
    }


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_found_obeys_the_rules_and_moves_no_more_than_it_may(shape: Shape) -> None:
    schedule = searched(generated(shape), 100)
    people, others, reach = set(range(18)), set(range(18, 24)), 1
    vicinity = Vicinity(schedule, people, others, reach)
    breaks = sum(map(schedule.breaks, vicinity.changing))
    found = list(models(vicinity, breaks))
    assert found
    for number, moved in enumerate(found, start=1):
        after = with_slots(schedule, moved)
        assert obeys(after)
        assert sum(map(after.breaks, vicinity.changing)) <= breaks - number
        for party, busy in enumerate(schedule.busy):
            if party not in people:
                assert after.busy[party] == busy
            elif not schedule.breaks(party):
                assert not after.breaks(party)
                assert (after.busy[party] & ~busy).bit_count() <= 2 * reach * len(schedule.index.days)
        for option in filter(None, schedule.option):
            if not others.isdisjoint(option.parties) or people.isdisjoint(option.parties):
                assert after.slot[option.request] == schedule.slot[option.request]


def test_what_waits_and_what_is_held_back_does_not_move() -> None:
    schedule = searched(generated(SHAPES[2]), 20_000)
    before = schedule.index.before
    vicinity = Vicinity(schedule, set(range(len(schedule.busy))), set(), 2)
    waited = {other for waits in before for other in waits}
    assert waited
    assert not any(option.request in waited or before[option.request] for option in vicinity.free)


def test_near_an_optimum_nothing_better_is_found() -> None:
    schedule = searched(generated(SHAPES[0]), 2_000_000)
    breaks = schedule.total_breaks()
    encoding = Encoding(schedule.grid, breaks, whole=True)
    decider = Decider(flat(encoding.formula), encoding.places)
    while breaks and (answer := decider.answer([-encoding.breaks[breaks - 1]]))[0]:
        schedule = encoding.schedule(answer[1])
        breaks = schedule.total_breaks()
    assert breaks
    for reach in (1, 3):
        assert not list(models(Vicinity(schedule, set(range(40)), set(), reach), breaks))


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("shape", SHAPES)
def test_attempts_lead_to_fewer_breaks_by_the_rules(shape: Shape, workers: int) -> None:
    start = searched(generated(shape), 500)
    vicinities = Vicinities(start, workers, seed=1)
    try:
        for _ in range(100):
            if not vicinities.tend(0.1) or vicinities.schedule.total_breaks() < start.total_breaks() - 2:
                break
    finally:
        vicinities.close()
    found = vicinities.schedule
    assert found.total_breaks() < start.total_breaks()
    assert found.placed() == start.placed()
    assert found.option == start.option
    assert obeys(found)


def test_a_fair_too_large_for_a_proof_has_its_vicinities_looked_into() -> None:
    problem = generated(Shape(people=170, slots=14, meetings=8, fill=0.9))
    heard: list[int] = []
    proof = Proof(Grid(problem), sum(request.weight for request in problem.requests), lambda _weight: 0)
    pursuit = Pursuit(proof, Budget(6.0), 1, 2, lambda found: heard.append(found.breaks))
    assert pursuit.budget.seconds is not None
    assert pursuit.budget.seconds < 6.0
    best = pursuit.run(constructed(proof.grid))
    assert obeys(best)
    assert best.total_breaks() == min(heard)


def test_nothing_is_looked_into_where_the_time_is_short_or_pauses_are_shared() -> None:
    for shape, seconds in (
        (Shape(people=170, slots=14, meetings=8), 2.0),
        (Shape(people=170, fairness=2), 60.0),
    ):
        grid = Grid(generated(shape))
        budget = Budget(seconds)
        pursuit = Pursuit(Proof(grid, grid.index.total_weight, lambda _weight: 0), budget, 1, 2, print)
        assert pursuit.budget is budget


def test_a_whole_answer_is_valid_and_no_better_than_its_bounds() -> None:
    problem = generated(Shape(people=170, slots=14, meetings=8, fill=0.9))
    solution = solve(problem, seconds=5, workers=2)
    assert not violations(problem, solution)
    assert solution.figures.placed == len(problem.requests)
    assert solution.figures.breaks >= solution.bounds.breaks
