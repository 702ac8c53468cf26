"""Generated fairs are without fault, lifelike in their numbers and the same for the same seed."""

import pytest

from scheduling.faults import faults_of
from scheduling.generate import Shape, generated
from scheduling.grid import Grid
from scheduling.patterns import sides_of


@pytest.mark.parametrize(
    "shape", [Shape(), Shape(people=20, slots=6, meetings=4, demand=1.8, two_sides=True)]
)
def test_a_fair_is_without_fault_and_repeatable(shape: Shape) -> None:
    problem = generated(shape, seed=3)
    assert faults_of(problem) == ()
    assert generated(shape, seed=3) == problem
    assert generated(shape, seed=4) != problem


def test_demand_asks_for_more_than_fits() -> None:
    modest, greedy = generated(Shape(demand=1.0)), generated(Shape(demand=1.8))
    places = len(modest.tables) * len(modest.slots)
    assert len(modest.requests) <= places < len(greedy.requests)


def test_a_fair_of_two_sides_has_two() -> None:
    assert set(sides_of(Grid(generated(Shape(two_sides=True))))) == {0, 1}
