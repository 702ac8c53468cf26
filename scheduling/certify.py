"""Verifies a certificate: that the demands it names are the problem's, and cannot be met together.

It shares nothing with the solver but the reading of files. A count is verified by arithmetic. For a
contradiction the plain statement of the demands is written anew from the problem and compared clause by
clause, and then each step of the proof is followed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from scheduling.claims import Claim, holds
from scheduling.demands import KINDS, Demand, demands_of
from scheduling.problem import Faulty, Problem
from scheduling.reading import Reader, opened
from scheduling.rup import failing_step
from scheduling.statement import Statement, TooLarge

FORMAT = "maillage.certificate/1"
STEP = re.compile(r"(d )?(-?[1-9][0-9]{0,8} )*0")
"""A line of a proof."""


class InvalidCertificate(Faulty):
    """The file does not hold a certificate."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why some demands cannot be met together: a count, or else clauses and a proof that they contradict.

    ``clauses`` and the steps of ``proof`` are lines as in the DIMACS and DRUP formats; ``meetings`` says of
    variables which meeting they stand for: request, slot and attendees.
    """

    problem: str
    """The SHA-256 of the problem file's bytes."""
    demands: tuple[Demand, ...]
    claim: Claim | None = None
    meetings: tuple[tuple[int, str, str, tuple[str, ...]], ...] = ()
    clauses: tuple[str, ...] = ()
    proof: tuple[str, ...] = ()


def refusals(problem: Problem, certificate: Certificate) -> Iterator[str]:
    """What is wrong with a certificate, in sentences; nothing if it proves that there is no solution."""
    asked = set(demands_of(problem))
    foreign = [demand for demand in certificate.demands if demand not in asked]
    for demand in foreign:
        yield f"The problem does not ask for this: {demand.kind} {' '.join(demand.names)}."
    if foreign:
        return
    if certificate.claim is not None:
        if not holds(problem, certificate.demands, certificate.claim):
            yield "The count is not true of the problem with these demands."
        return
    try:
        statement = Statement(problem, certificate.demands)
    except TooLarge:
        yield "There are too many ways to hold the meetings to state them all."
        return
    yield from _differences(statement, certificate)
    step = failing_step(statement.all, certificate.proof)
    if step is not None and step < len(certificate.proof):
        yield f"Step {step + 1} of the proof does not follow: {certificate.proof[step]}"
    elif step is not None:
        yield "The proof ends without a contradiction."


def _differences(statement: Statement, certificate: Certificate) -> Iterator[str]:
    """The first clause, and the first variable, that is not as the problem makes it."""
    for place, (clause, line) in enumerate(zip_longest(statement.all, certificate.clauses)):
        if clause is None or line_of(clause) != line:
            yield f"Clause {place + 1} is not what follows from the problem: {line or 'it is missing'}"
            break
    meetings = tuple((literal, *meaning) for literal, meaning in statement.meaning.items())
    if meetings != certificate.meetings:
        yield "The variables do not stand for the meetings of the problem."


def line_of(clause: tuple[int, ...]) -> str:
    """A clause as a line of a DIMACS file."""
    return " ".join(map(str, (*clause, 0)))


def certificate_from_json(data: bytes) -> Certificate:
    """The certificate of a file; ``InvalidCertificate`` with every fault."""
    reader = opened(data, FORMAT, "format problem demands claim meetings clauses proof", InvalidCertificate)
    claim = None
    if reader.has("claim"):
        claim = _claim(reader.below("claim", "kind requests slots party tables"))
    certificate = Certificate(
        problem=reader.required(str, "problem", ""),
        demands=reader.each("demands", _demand, "kind names"),
        claim=claim,
        meetings=reader.each("meetings", _meeting, "variable request slot attendees", required=False),
        clauses=reader.names("clauses"),
        proof=reader.names("proof"),
    )
    for place, step in enumerate(certificate.proof):
        if not STEP.fullmatch(step):
            reader.fault(f"/proof/{place}", "A step of a proof is a line of numbers that ends in 0.")
    if reader.faults.total:
        raise InvalidCertificate(reader.faults.told())
    return certificate


def _demand(reader: Reader) -> Demand:
    demand = Demand(reader.required(str, "kind", ""), reader.names("names"))
    if len(demand.names) != len(KINDS.get(demand.kind, ("?",) * (len(demand.names) + 1))):
        reader.fault("/kind", "A demand has one of the known kinds and the ids that belong to it.")
    return demand


def _claim(reader: Reader) -> Claim:
    return Claim(
        kind=reader.required(str, "kind", ""),
        requests=reader.names("requests"),
        slots=reader.names("slots"),
        party=reader.optional(str, "party", ""),
        tables=reader.names("tables"),
    )


def _meeting(reader: Reader) -> tuple[int, str, str, tuple[str, ...]]:
    variable = reader.required(int, "variable", 0)
    request, slot = reader.required(str, "request", ""), reader.required(str, "slot", "")
    return variable, request, slot, reader.names("attendees")
