"""What is asked for, one demand at a time; and what is left of a problem when some of it is given up."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from scheduling.clash_words import SENTENCES, said_alone, sentence_of
from scheduling.clauses import Clauses
from scheduling.demands import KINDS, Demand, concerned, demands_of, kept
from scheduling.problem import Party, Problem, Request, Table
from scheduling.statement import Statement, TooLarge
from scheduling.trial import OutOfPatience, Patience, Trial, pysat
from tests.scheduling.cases import best, pair, problems, slots, small

EVERYTHING = Problem(
    slots=slots(3),
    tables=(Table("t1", tags=("ramp",), closed=("s2",)), Table("t2", 3)),
    parties=(
        Party("a", "Anna", ("s3", "s2"), "t1", ("ramp",), 1, 2),
        Party("b", "Bob"),
        Party("c", "Carl", needs=("ramp", "quiet")),
        Party("d", "Dora"),
    ),
    requests=(
        Request("r1", (("a",), ("b", "d")), required=True, slots=("s1", "s2")),
        Request("r2", (("c",), ("d",)), after=("r1",), at_slot="s3", at_table="t2"),
        Request("r3", (("c",), ("b",)), at_slot="s2", slots=()),
    ),
    avoid=(("d", "a"), ("a", "d"), ("b", "c")),
    max_break_spread=1,
)

SAID = {
    Demand("required", ("r1",)): "The meeting r1 of Anna and Bob / Dora is required.",
    Demand("promise", ("a",)): "Meetings promised to Anna: at least 1.",
    Demand("limit", ("a",)): "Meetings allowed to Anna: at most 2.",
    Demand("fixed", ("r2",)): "r2 is fixed at 09:20 t2.",
    Demand("fixed", ("r3",)): "r3 is fixed at 09:10.",
    Demand("window", ("r1",)): "r1 may stand only at 09:00 and 09:10.",
    Demand("window", ("r3",)): "r3 may stand only at –.",
    Demand("after", ("r2", "r1")): "r2 must come after r1.",
    Demand("unavailable", ("a",)): "Anna is away at 09:10 and 09:20.",
    Demand("avoid", ("a", "d")): "Anna and Dora must not meet.",
    Demand("avoid", ("b", "c")): "Bob and Carl must not meet.",
    Demand("booth", ("a",)): "Anna meets at its own table t1.",
    Demand("needs", ("a",)): "Anna needs a table with ramp.",
    Demand("needs", ("c",)): "Carl needs a table with ramp and quiet.",
    Demand("closed", ("t1",)): "Table t1 is closed at 09:10.",
    Demand("fairness"): "Nobody may have more than 1 breaks more than somebody else.",
}


def test_every_kind_of_demand_is_found_and_said_with_names_and_times() -> None:
    found = demands_of(EVERYTHING)
    assert {demand: said_alone(EVERYTHING, demand) for demand in found} == SAID
    assert list(dict.fromkeys(demand.kind for demand in found)) == list(KINDS) == list(SENTENCES)


def test_all_demands_kept_is_the_problem_and_none_kept_has_a_solution() -> None:
    assert kept(EVERYTHING, demands_of(EVERYTHING)) == EVERYTHING
    bare = kept(EVERYTHING, ())
    assert demands_of(bare) == ()
    assert (bare.slots, [table.seats for table in bare.tables]) == (EVERYTHING.slots, [2, 3])
    assert [request.attendees for request in bare.requests] == [one.attendees for one in EVERYTHING.requests]


@pytest.mark.parametrize("demand", SAID)
def test_each_demand_can_be_kept_alone_and_given_up_alone(demand: Demand) -> None:
    others = tuple(one for one in demands_of(EVERYTHING) if one != demand)
    assert demands_of(kept(EVERYTHING, [demand])) == (demand,)
    assert demands_of(kept(EVERYTHING, others)) == others


def test_only_what_is_required_or_promised_and_what_it_waits_for_is_concerned() -> None:
    after, promise = Demand("after", ("r2", "r1")), Demand("promise", ("a",))
    assert concerned(EVERYTHING, [Demand("limit", ("a",)), after]) == frozenset()
    assert concerned(EVERYTHING, [Demand("required", ("r2",))]) == {"r2"}
    assert concerned(EVERYTHING, [Demand("required", ("r2",)), after]) == {"r1", "r2"}
    assert concerned(EVERYTHING, [promise]) == {"r1"}
    assert concerned(EVERYTHING, [Demand("fairness")]) == {"r1", "r2", "r3"}


def test_another_language_says_it_with_its_own_templates_and_names() -> None:
    french = {
        "The meeting %(request)s of %(people)s is required.": "Rendez-vous dû : %(request)s de %(people)s.",
        "This cannot be met: %(demands)s Giving it up makes a schedule possible.": "Impossible : %(demands)s",
    }
    demand = Demand("required", ("ab",))
    problem = small(requests=(pair("ab", "a", "b", required=True),))
    said = sentence_of(problem, [demand], translate=french.__getitem__, join=" et ".join)
    assert said == "Impossible : Rendez-vous dû : ab de A et B."


@given(problems())
@settings(max_examples=60)
def test_the_statement_can_be_met_exactly_if_there_is_a_schedule(problem: Problem) -> None:
    demands = demands_of(problem)
    possible = best(problem) is not None
    core = Trial(problem, demands, Patience(None)).core(demands)
    assert (core is None) == possible
    with pysat.Solver(name="cadical195", bootstrap_with=Statement(problem, demands).all) as solver:
        assert solver.solve() == possible


def test_a_statement_beyond_all_measure_is_refused() -> None:
    everybody = tuple(f"p{n}" for n in range(800))
    crowd = Request("r", (everybody, everybody), required=True)
    problem = small(parties=tuple(Party(name) for name in everybody), requests=(crowd,))
    with pytest.raises(TooLarge):
        Statement(problem, demands_of(problem))
    with pytest.raises(OutOfPatience):
        Trial(problem, demands_of(problem), Patience(None))


@pytest.mark.parametrize("number", range(9))
def test_counts_and_exclusions_are_true_of_every_assignment(number: int) -> None:
    clauses = Clauses()
    literals = [clauses.variable() for _ in range(number)]
    loose, exact = clauses.count(literals, 4), clauses.count(literals, 4, exact=True)
    single = clauses.variable()
    before = len(clauses.all)
    clauses.at_most_one(literals)
    clauses.all[before:] = [(*clause, -single) for clause in clauses.all[before:]]
    with pysat.Solver(name="cadical195", bootstrap_with=clauses.all) as solver:
        for true in range(2**number):
            given_ones = [one if true >> n & 1 else -one for n, one in enumerate(literals)]
            total = true.bit_count()
            for level, literal in enumerate(exact):
                assert solver.solve(assumptions=[*given_ones, literal]) == (total > level)
                assert solver.solve(assumptions=[*given_ones, -literal]) == (total <= level)
            for level, literal in enumerate(loose):
                assert solver.solve(assumptions=[*given_ones, -literal]) == (total <= level)
            assert solver.solve(assumptions=[*given_ones, single]) == (total <= 1)


def test_demands_of_a_problem_keep_their_order_when_one_is_named_twice() -> None:
    twice = replace(EVERYTHING.requests[1], after=("r1", "r1"))
    problem = replace(EVERYTHING, requests=(EVERYTHING.requests[0], twice, EVERYTHING.requests[2]))
    assert demands_of(problem) == demands_of(EVERYTHING)
