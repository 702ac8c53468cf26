"""Proofs beside the search: true, repeatable, ended at any moment, and leaving nothing behind."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from scheduling.bounds import ceiling
from scheduling.check import violations
from scheduling.construct import constructed
from scheduling.files import solution_bytes
from scheduling.floors import break_floor
from scheduling.formula import Formula
from scheduling.generate import Shape, generated
from scheduling.grid import Grid
from scheduling.problem import Party, Problem
from scheduling.proofs import Proof, Worth, provable
from scheduling.proofs_descent import Descent
from scheduling.proofs_oracle import PROGRAM, STEADY, Answer, Beside, Inside
from scheduling.solution import Progress
from scheduling.solve import solve
from tests.scheduling.cases import pair, slots, small, tables

PATIENCE = 60.0


def pigeons(number: int) -> Formula:
    """One more than there are holes: hard to refuse."""
    formula = Formula()
    inside = [[formula.new() for _ in range(number)] for _ in range(number + 1)]
    for pigeon in inside:
        formula.add(*pigeon)
    for hole in zip(*inside, strict=True):
        for n, one in enumerate(hole):
            for other in hole[:n]:
                formula.add(-one, -other)
    return formula


def one_of_three() -> Formula:
    """Exactly one of three."""
    formula = Formula()
    three = [formula.new() for _ in range(3)]
    formula.add(*three)
    formula.at_most(three, 1)
    return formula


def test_a_solver_in_a_process_of_its_own_answers_as_the_one_inside() -> None:
    inside = Inside(one_of_three(), 3, 1000, lambda: False)
    beside = Beside(one_of_three(), 3)
    for assumed in ([-1, -2], [-1, -2, -3], [1]):
        answers = []
        for oracle in (inside, beside):
            oracle.ask(assumed)
            answers.append(oracle.wait(PATIENCE))
        assert answers[0] == answers[1]
        assert answers[0] is not None
        assert answers[0].holds is not (assumed == [-1, -2, -3])
    inside.close()
    beside.close()


def test_a_hard_question_is_given_up_after_so_many_conflicts_or_when_cancelled() -> None:
    oracle = Inside(pigeons(11), 1, 2000, lambda: False)
    oracle.ask([])
    assert oracle.wait(0.0) == Answer(None, [])
    oracle.close()
    cancelled = Inside(one_of_three(), 3, 2000, lambda: True)
    cancelled.ask([])
    assert cancelled.wait(0.0) == Answer(None, [])
    cancelled.close()


def test_a_process_that_is_busy_rests_goes_on_and_is_ended_at_once() -> None:
    oracle = Beside(pigeons(12), 1)
    oracle.ask([])
    while not oracle.awake:
        assert oracle.wait(0.01) is None
    oracle.rest(resting=True)
    assert oracle.wait(0.05) is None
    oracle.rest(resting=False)
    oracle.rest(resting=True)
    oracle.close()


def test_a_process_that_dies_leaves_its_question_open() -> None:
    oracle = Beside(pigeons(12), 1)
    oracle.ask([])
    os.kill(oracle.pid, signal.SIGKILL)
    assert oracle.wait(PATIENCE) == Answer(None, [])
    oracle.ask([])
    assert oracle.wait(PATIENCE) == Answer(None, [])
    oracle.close()


def test_the_process_ends_with_the_one_that_asked_even_if_that_is_killed() -> None:
    program = (
        "import time\n"
        "from scheduling.proofs_oracle import Beside\n"
        "from tests.scheduling.test_proofs import pigeons\n"
        "oracle = Beside(pigeons(12), 1)\n"
        "oracle.ask([])\n"
        "while not oracle.awake: oracle.wait(0.01)\n"
        "oracle.rest(resting=True)\n"
        "print(oracle.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as asking:
        assert asking.stdout is not None
        child = int(asking.stdout.readline())
        assert running(child)
        asking.kill()
    end = time.monotonic() + PATIENCE
    while running(child) and time.monotonic() < end:
        time.sleep(0.02)
    assert not running(child)


def running(process: int) -> bool:
    """Whether there is such a process that has not ended."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_the_floor_is_raised_until_a_schedule_meets_it() -> None:
    problem = generated(Shape(people=30, slots=9, meetings=5))
    grid = Grid(problem)
    total = grid.index.total_weight
    floor = break_floor(grid)
    proof = Proof(grid, ceiling(grid).weight, lambda _: floor)
    proof.hear(Worth(total, floor + 40))
    proof.begin(Beside)
    proof.tend(PATIENCE)
    while not proof.done:
        proof.tend(PATIENCE)
    assert proof.met
    assert proof.breaks >= floor
    assert proof.schedule is not None
    assert (proof.schedule.weight(), proof.schedule.total_breaks()) == (total, proof.breaks)


class Saying:
    """In place of a solver: it refuses whatever is asked, and another bound is found meanwhile."""

    def __init__(self) -> None:
        self.proof: Proof | None = None

    def ask(self, assumed: list[int]) -> None:
        assert assumed

    def wait(self, seconds: float) -> Answer:
        assert seconds == 0.0
        assert self.proof is not None
        self.proof.raised(3)
        return Answer(holds=False, literals=[])

    def rest(self, *, resting: bool) -> None:
        assert resting

    def close(self) -> None:
        self.proof = None


def test_from_above_and_from_below_the_same_number_of_breaks_is_reached() -> None:
    grid = Grid(generated(Shape(people=30, slots=9, meetings=5)))
    alone, pair_of_them = (Proof(grid, grid.index.total_weight, lambda _: 0) for _ in range(2))
    alone.begin(Beside)
    pair_of_them.begin(Beside, partial(Beside, options=STEADY))
    for proof in (alone, pair_of_them):
        while not proof.done:
            proof.tend(0.05)
    assert children() == []
    assert alone.met
    assert pair_of_them.met
    assert alone.breaks == pair_of_them.breaks


def test_the_way_downward_ends_where_it_is_refused() -> None:
    took: list[object] = []
    descent = Descent(
        Inside(one_of_three(), 3, 1000, lambda: False),
        lambda limit: [-1, -2, -3] if limit < 1 else [-1],
        took.append,
        took.append,
    )
    for limit in (1, 1, 0, 0):
        descent.tend(limit)
    descent.close()
    assert [one if one == 1 else "schedule" for one in took] == ["schedule", 1]


def test_a_floor_that_is_raised_meanwhile_is_not_raised_twice() -> None:
    grid = Grid(generated(Shape(people=12, slots=8, meetings=4)))
    proof, solver = Proof(grid, grid.index.total_weight, lambda _: 0), Saying()
    proof.hear(Worth(grid.index.total_weight, 3))
    solver.proof = proof
    proof.begin(lambda _formula, _told: solver)
    proof.tend(0.0)
    assert (proof.done, proof.met, proof.breaks) == (True, True, 3)


def test_a_schedule_found_elsewhere_ends_the_questions() -> None:
    grid = Grid(small())
    proof = Proof(grid, 6, lambda _: 0)
    proof.hear(Worth(6, 0))
    proof.begin(lambda formula, told: Inside(formula, told, 1000, lambda: False))
    assert proof.done
    assert proof.met
    assert proof.schedule is None


def test_what_cannot_be_is_proven_where_no_count_shows_it() -> None:
    # five people who all meet each other: with an odd number somebody is free in each slot
    people = tuple(Party(f"p{n}") for n in range(5))
    requests = tuple(
        pair(f"{one.id}{other.id}", one.id, other.id, required=True)
        for n, one in enumerate(people)
        for other in people[:n]
    )
    problem = Problem(slots(4), tables(3), people, requests)
    assert not ceiling(Grid(problem)).impossible
    solution = solve(problem, steps=1000)
    assert solution.status == "infeasible"
    assert solution.because
    assert solve(Problem(slots(5), tables(3), people, requests), steps=1000).status == "optimal"


def test_with_too_many_wishes_the_weight_is_proven_first() -> None:
    problem = generated(Shape(people=12, slots=4, meetings=3, demand=1.4))
    solution = solve(problem, steps=100_000)
    assert violations(problem, solution) == ()
    assert solution.status == "optimal"
    assert solution.figures.placed < solution.figures.requests


def test_proofs_are_the_same_on_each_run() -> None:
    problem = generated(Shape(people=40, slots=9, meetings=7))
    assert provable(Grid(problem))
    one, other = (solution_bytes(solve(problem, steps=30_000), b"") for _ in range(2))
    assert one == other


def test_cancelling_ends_a_proof_and_its_process() -> None:
    problem = generated(Shape(people=60, slots=12, meetings=10, fill=0.97))
    told = list[Progress]()
    solution = solve(problem, seconds=60.0, workers=2, progress=told.append, cancelled=lambda: len(told) > 12)
    assert violations(problem, solution) == ()
    assert solution.seconds < PATIENCE / 2
    assert children() == []


def children() -> list[int]:
    """The proofs that this process has started and not yet ended; other tests have servers of their own."""
    task = Path(f"/proc/{os.getpid()}/task")
    started = [child for one in task.iterdir() for child in (one / "children").read_text().split()]
    return [int(child) for child in started if PROGRAM.name in Path(f"/proc/{child}/cmdline").read_text()]


def test_one_worker_takes_turns_with_the_proof() -> None:
    people = tuple(Party(f"p{n}") for n in range(24))
    requests = tuple(
        pair(f"r{n}-{step}", f"p{n}", f"p{(n + step) % 24}") for n in range(24) for step in (1, 3, 7)
    )
    problem = Problem(slots(9), tables(9), people, requests)
    solution = solve(problem, seconds=20.0)
    assert violations(problem, solution) == ()
    assert solution.status == "optimal"
    assert children() == []


def test_a_start_that_leaves_something_out_is_completed_by_the_proof() -> None:
    problem = generated(Shape(people=20, slots=6, meetings=5))
    grid = Grid(problem)
    start = constructed(grid)
    proof = Proof(grid, grid.index.total_weight, lambda _: 0)
    proof.hear(Worth(start.weight(), start.total_breaks()))
    proof.begin(lambda formula, told: Inside(formula, told, 20_000, lambda: False))
    proof.tend(0.0)
    assert proof.known is not None
    assert proof.known.weight == proof.weight
