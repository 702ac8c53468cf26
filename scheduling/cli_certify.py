"""The command that verifies a certificate: none but what it needs is loaded, least of all the solver."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduling.clash_words import said_alone, said_of_claim
from scheduling.files import digest, problem_of, read_bytes
from scheduling.options import FILE, REFUSED, fairness_option, naming, problem_argument, refusing
from scheduling.problem import Problem
from scheduling.terminal import say

if TYPE_CHECKING:
    from scheduling.certify import Certificate

COUNTED = "Verified by a count: these demands cannot be met together."
CONTRADICTED = (
    "Verified by a proof of %(steps)s steps from %(clauses)s clauses: these demands cannot be met together."
)
OTHER = "problem: The certificate is for another problem: the SHA-256 of the file differs."


@click.command()
@problem_argument
@click.argument("certificate", type=FILE)
@fairness_option
@refusing
def certify(problem: Path, certificate: Path, fairness: int) -> None:
    """Verify a certificate that a problem has no schedule, independently of the solver.

    Exit status: 0 it is proven; 1 refused, with a line for each reason; 2 wrong usage.
    """
    # What follows proofs is compiled and heavy to load, and only this command needs it.
    from scheduling.certify import certificate_from_json, refusals  # noqa: PLC0415

    data = read_bytes(problem)
    asked = problem_of(problem, data, fairness)
    with naming(certificate):
        shown = certificate_from_json(read_bytes(certificate))
    found = [OTHER] if shown.problem != digest(data) else []
    found += refusals(asked, shown)
    for line in found:
        say(line)
    if found:
        sys.exit(REFUSED)
    _tell(asked, shown)


def _tell(problem: Problem, shown: "Certificate") -> None:
    numbers = {"steps": len(shown.proof), "clauses": len(shown.clauses)}
    say(CONTRADICTED % numbers if shown.claim is None else COUNTED)
    for demand in shown.demands:
        say(said_alone(problem, demand))
    if shown.claim is not None:
        say(said_of_claim(problem, shown.claim))
