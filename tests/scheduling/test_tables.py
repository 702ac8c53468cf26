"""Who sits where: everybody has a table that suits, and people stay where they sit."""

from scheduling.grid import Grid
from scheduling.problem import Party, Table
from scheduling.schedule import Schedule
from scheduling.score import table_moves
from scheduling.solve import solve
from scheduling.tables import seated
from tests.scheduling.cases import pair, slots, small, tables


def test_people_stay_at_their_table_between_meetings() -> None:
    requests = (
        pair("ab", "a", "b", at_slot="s1"),
        pair("cd", "c", "d", at_slot="s1"),
        pair("ab2", "a", "b", at_slot="s2"),
        pair("cd2", "c", "d", at_slot="s2"),
        pair("ac", "a", "c", at_slot="s3"),
    )
    solution = solve(small(requests=requests), steps=100)
    assert solution.figures.table_moves == 1


def test_a_table_needed_by_others_is_left_to_them() -> None:
    problem = small(
        slots=slots(1),
        tables=(Table("t1", tags=("ramp",)), Table("t2")),
        parties=(Party("a"), Party("b"), Party("c", needs=("ramp",)), Party("d")),
        requests=(pair("ab", "a", "b"), pair("cd", "c", "d")),
    )
    solution = solve(problem, steps=100)
    assert {meeting.request: meeting.table for meeting in solution.meetings} == {"ab": "t2", "cd": "t1"}


def test_kept_tables_stay_and_the_others_follow() -> None:
    problem = small(tables=tables(3), requests=(pair("ab", "a", "b"), pair("ac", "a", "c")))
    schedule = Schedule(Grid(problem))
    schedule.place(schedule.grid.options[0][0], 0)
    schedule.place(schedule.grid.options[1][0], 1)
    seats = seated(schedule, {0: 2})
    assert seats == {0: 2, 1: 2}
    assert table_moves(schedule, seats) == 0
