"""Problems and solutions as files: the two JSON formats, and the benchmark's .dzn."""

from pathlib import Path

from scheduling.dzn import from_dzn
from scheduling.problem import Fault, Faulty, Problem
from scheduling.problem_json import problem_bytes, problem_from_json
from scheduling.solution import Solution
from scheduling.solution_json import digest, solution_bytes, solution_from_json
from scheduling.writing import write

__all__ = [
    "DEFAULT_FAIRNESS",
    "digest",
    "problem_bytes",
    "problem_from_json",
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
    """A file's content; a file that cannot be read is a fault like others."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Faulty((Fault("", f"{path} cannot be read: {error.strerror}."),)) from error


def read_problem(path: Path, fairness: int = DEFAULT_FAIRNESS) -> Problem:
    """The problem of a ``.json`` or ``.dzn`` file; the latter holds no bound of ``fairness``."""
    data = read_bytes(path)
    return from_dzn(data, path.stem, fairness) if path.suffix == ".dzn" else problem_from_json(data)


def read_solution(path: Path) -> tuple[Solution, str]:
    """The solution of a file, and the digest of the problem that it is for."""
    return solution_from_json(read_bytes(path))
