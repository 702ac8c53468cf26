"""Problems and solutions as files: the two JSON formats, and the benchmark's .dzn."""

from pathlib import Path

from scheduling.dzn import from_dzn
from scheduling.fault_list import fault
from scheduling.json_text import MOST_BYTES, TOO_LARGE
from scheduling.problem import Faulty, Problem
from scheduling.problem_json import problem_bytes, problem_from_json
from scheduling.solution import Solution
from scheduling.solution_json import digest, solution_bytes, solution_from_json
from scheduling.writing import write

__all__ = [
    "DEFAULT_FAIRNESS",
    "digest",
    "problem_bytes",
    "problem_from_json",
    "problem_of",
    "read_bytes",
    "read_problem",
    "read_solution",
    "solution_bytes",
    "solution_from_json",
    "write",
]

DEFAULT_FAIRNESS = 2
"""The benchmark's bound on the difference of breaks."""


def read_bytes(path: Path) -> bytes:
    """A file's content; a file that cannot be read, or is too large, is a fault like others."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        why = {"path": path, "why": error.strerror}
        raise Faulty((fault("", "%(path)s cannot be read: %(why)s.", **why),)) from error
    if len(data) > MOST_BYTES:
        raise Faulty((fault("", TOO_LARGE, most=MOST_BYTES // 2**20),))
    return data


def read_problem(path: Path, fairness: int = DEFAULT_FAIRNESS) -> Problem:
    """The problem of a ``.json`` or ``.dzn`` file; the latter holds no bound of ``fairness``."""
    return problem_of(path, read_bytes(path), fairness)


def problem_of(path: Path, data: bytes, fairness: int = DEFAULT_FAIRNESS) -> Problem:
    """The problem that a file of this name and content holds."""
    return from_dzn(data, path.stem, fairness) if path.suffix == ".dzn" else problem_from_json(data)


def read_solution(path: Path) -> tuple[Solution, str]:
    """The solution of a file, and the digest of the problem that it is for."""
    return solution_from_json(read_bytes(path))
