"""Certificates that a problem has no solution, which ``scheduling.certify`` verifies on its own."""

from dataclasses import asdict

from scheduling.certify import FORMAT, Certificate, line_of, refusals
from scheduling.counting import counted
from scheduling.demands import Demand
from scheduling.problem import Problem
from scheduling.statement import Statement, TooLarge
from scheduling.trial import SOLVER, OutOfPatience, Patience, pysat
from scheduling.writing import lines


def certificate_of(
    problem: Problem, demands: tuple[Demand, ...], digest: str, patience: Patience
) -> Certificate | None:
    """A verified certificate that these demands of a problem clash; nothing if none was found.

    ``digest`` is the SHA-256 of the problem file's bytes.
    """
    found = counted(problem, demands)
    if found:
        counting = Certificate(digest, demands, claim=found[0])
        if not any(refusals(problem, counting)):
            return counting
    try:
        proven = _contradiction(problem, demands, digest, patience)
    except (OutOfPatience, TooLarge):
        return None
    return proven if proven and not any(refusals(problem, proven)) else None


def _contradiction(
    problem: Problem, demands: tuple[Demand, ...], digest: str, patience: Patience
) -> Certificate | None:
    if pysat is None:
        return None
    statement = Statement(problem, demands)
    with pysat.Solver(name=SOLVER, bootstrap_with=statement.all, with_proof=True) as solver:
        answer = None
        while answer is None:
            portion = patience.left()
            solver.conf_budget(portion)
            answer = solver.solve_limited()
            patience.conflicts -= portion
        if answer:
            return None
        proof = tuple(solver.get_proof() or ())
    return Certificate(
        problem=digest,
        demands=demands,
        meetings=tuple((literal, *meaning) for literal, meaning in statement.meaning.items()),
        clauses=tuple(line_of(clause) for clause in statement.all),
        proof=proof,
    )


def certificate_bytes(certificate: Certificate) -> bytes:
    """The bytes of a certificate file."""
    value = {
        "format": FORMAT,
        "problem": certificate.problem,
        "demands": [asdict(demand) for demand in certificate.demands],
    }
    if certificate.claim is not None:
        return lines(value | {"claim": asdict(certificate.claim)})
    keys = ("variable", "request", "slot", "attendees")
    return lines(
        value
        | {
            "meetings": [dict(zip(keys, meeting, strict=True)) for meeting in certificate.meetings],
            "clauses": certificate.clauses,
            "proof": certificate.proof,
        }
    )
