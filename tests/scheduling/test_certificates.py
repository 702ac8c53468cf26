"""Certificates that there is no solution: true ones are accepted, whatever is changed in them is refused."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.certificates import certificate_bytes, certificate_of
from scheduling.certify import Certificate, InvalidCertificate, certificate_from_json, refusals
from scheduling.claims import KINDS
from scheduling.demands import demands_of
from scheduling.infeasible import explanation
from scheduling.problem import Party, Problem
from scheduling.rup import failing_step
from scheduling.trial import Patience, pysat
from tests.scheduling.cases import slots, tables
from tests.scheduling.impossible import CAUSES, must

DIGEST = "0" * 64


def certified(problem: Problem) -> Certificate:
    """For the demands of its explanation."""
    found = certificate_of(problem, explanation(problem, Patience(None)).demands, DIGEST, Patience(None))
    assert found is not None
    return found


def five() -> Problem:
    """Five people who all must meet, one slot short: no single person and no table is too busy."""
    names = "abcde"
    return Problem(
        slots=slots(4),
        tables=tables(3),
        parties=tuple(Party(name) for name in names),
        requests=tuple(must(one + other, one, other) for one, other in combinations(names, 2)),
    )


@pytest.mark.parametrize("problem", [*CAUSES.values(), five()], ids=[*CAUSES, "five"])
def test_a_certificate_is_accepted_after_it_was_written_and_read(problem: Problem) -> None:
    found = certified(problem)
    again = certificate_from_json(certificate_bytes(found))
    assert again == found
    assert list(refusals(problem, again)) == []


def test_every_kind_of_count_occurs_and_so_do_contradictions() -> None:
    claims = [certified(problem).claim for problem in CAUSES.values()]
    assert {claim.kind for claim in claims if claim} == set(KINDS)
    assert None in claims


@pytest.mark.parametrize("problem", CAUSES.values(), ids=CAUSES)
def test_a_count_from_which_anything_is_left_out_is_refused(problem: Problem) -> None:
    found = certified(problem)
    if found.claim is None:
        return
    for field in ("requests", "slots", "tables"):
        names = getattr(found.claim, field)
        for name in names:
            less = replace(found.claim, **{field: tuple(one for one in names if one != name)})
            # without a table that is closed, the count is as true as before
            if list(refusals(problem, replace(found, claim=less))) == []:
                table = next(one for one in problem.tables if one.id == name)
                assert set(found.claim.slots) <= set(table.closed)


@pytest.mark.parametrize("problem", CAUSES.values(), ids=CAUSES)
def test_a_certificate_that_gives_up_a_demand_is_refused(problem: Problem) -> None:
    found = certified(problem)
    for demand in found.demands:
        fewer = tuple(one for one in found.demands if one != demand)
        assert list(refusals(problem, replace(found, demands=fewer)))


def test_a_count_of_another_kind_or_of_what_does_not_exist_is_refused() -> None:
    problem = CAUSES["more meetings than slots"]
    found = certified(problem)
    assert found.claim is not None
    for wrong in (
        replace(found.claim, kind="limit"),
        replace(found.claim, kind="promise"),
        replace(found.claim, kind="guess"),
        replace(found.claim, party="z"),
        replace(found.claim, requests=("ab", "ac", "az")),
        replace(found.claim, requests=("ab", "ac", "ac")),
    ):
        expected = ["The count is not true of the problem with these demands."]
        assert list(refusals(problem, replace(found, claim=wrong))) == expected


def test_a_demand_that_the_problem_does_not_make_is_refused() -> None:
    problem = five()
    found = certified(problem)
    name = found.demands[0].names[0]
    softer = replace(
        problem,
        requests=tuple(replace(one, required=False) if one.id == name else one for one in problem.requests),
    )
    assert list(refusals(softer, found)) == [f"The problem does not ask for this: required {name}."]


def test_any_clause_that_is_dropped_or_changed_is_refused() -> None:
    problem = five()
    found = certified(problem)
    for place in range(0, len(found.clauses), 97):
        dropped = found.clauses[:place] + found.clauses[place + 1 :]
        changed = (*found.clauses[:place], "1 0", *found.clauses[place + 1 :])
        for clauses in (dropped, changed, found.clauses[:-1], (*found.clauses, "1 0")):
            assert len(list(refusals(problem, replace(found, clauses=clauses)))) == 1
    meetings = (found.meetings[1], found.meetings[0], *found.meetings[2:])
    assert list(refusals(problem, replace(found, meetings=meetings))) == [
        "The variables do not stand for the meetings of the problem."
    ]


def test_a_proof_that_jumps_stops_or_says_what_does_not_follow_is_refused() -> None:
    problem = five()
    found = certified(problem)
    assert len(found.proof) > 100
    for proof, said in (
        (("0",), "Step 1 of the proof does not follow: 0"),
        ((), "The proof ends without a contradiction."),
        (found.proof[:20], "The proof ends without a contradiction."),
        (("1 0", *found.proof), "Step 1 of the proof does not follow: 1 0"),
        (("999999 0", *found.proof), "Step 1 of the proof does not follow: 999999 0"),
    ):
        assert list(refusals(problem, replace(found, proof=proof))) == [said]


def test_demands_that_can_be_met_have_no_certificate() -> None:
    problem = CAUSES["a triangle in two slots"]
    fewer = demands_of(problem)[1:]
    assert certificate_of(problem, fewer, DIGEST, Patience(None)) is None


def test_out_of_patience_there_is_no_certificate() -> None:
    problem = five()
    assert certificate_of(problem, demands_of(problem), DIGEST, Patience(None, conflicts=0)) is None


def test_faults_of_a_certificate_file_are_told_at_once() -> None:
    value = json.loads(certificate_bytes(certified(five())))
    value["demands"][0] = {"kind": "hope", "names": ["x"]}
    value["proof"][1] = "d 1 two 0"
    value["meetings"][2]["variable"] = "3"
    with pytest.raises(InvalidCertificate) as refused:
        certificate_from_json(json.dumps(value).encode())
    pointers = [fault.pointer for fault in refused.value.faults]
    assert pointers == ["/demands/0/kind", "/meetings/2/variable", "/proof/1"]


@given(st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_what_the_solver_proves_of_random_clauses_is_followed_and_nothing_else(lots: random.Random) -> None:
    number = lots.randint(4, 25)
    clauses = [
        tuple(lots.choice((1, -1)) * one for one in lots.sample(range(1, number + 1), 3))
        for _ in range(int(number * lots.uniform(3.5, 6.0)))
    ]
    with pysat.Solver(name="cadical195", bootstrap_with=clauses, with_proof=True) as solver:
        if solver.solve():
            assert failing_step(clauses, []) == 0
            assert failing_step(clauses, ["0"]) == 0
        else:
            proof = solver.get_proof()
            assert failing_step(clauses, proof) is None
            assert failing_step(clauses, [line for line in proof if not line.startswith("d")]) is None


def test_clauses_without_a_model_are_told_by_trying_all() -> None:
    three = [
        tuple(sign * one for sign, one in zip(signs, (1, 2, 3), strict=True))
        for signs in product((1, -1), repeat=3)
    ]
    assert failing_step(three, ["1 2 0", "1 0", "-1 2 0", "0"]) is None
    assert failing_step(three[1:], ["1 2 0"]) == 0
    assert failing_step([(1,), (-1,)], []) is None
    assert failing_step([()], []) is None
    assert failing_step([(1, -1)], ["d 1 -1 0", "2 0"]) == 1


def test_the_verifier_shares_nothing_with_the_solver_but_the_reading_of_files() -> None:
    code = (
        "import sys, scheduling.certify\n"
        "print(*sorted(name for name in sys.modules if 'scheduling.' in name))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    reading = {"problem", "reading", "fault_list", "json_text", "words"}
    own = {"certify", "claims", "clauses", "compiled", "demands", "rup", "statement", "statement_breaks"}
    assert {name.removeprefix("scheduling.") for name in found} <= reading | own


def test_without_compiled_code_a_proof_is_verified_all_the_same() -> None:
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "from scheduling.rup import failing_step\n"
        "pairs = [(1, 2), (1, -2), (-1, 2), (-1, -2)]\n"
        "print(failing_step(pairs, ['1 0', '0']), failing_step(pairs[1:], ['1 0']))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["None", "0"]
