"""Compiles the search, so that the first organiser need not wait: ``python -m scheduling.warm``."""

from scheduling.generate import Shape, generated
from scheduling.solve import solve


def warm() -> None:
    """Solve a small fair of too many wishes, which calls every compiled function."""
    solve(generated(Shape(people=12, slots=4, meetings=3, demand=2.0, positions=True)), steps=2000)


if __name__ == "__main__":
    warm()
