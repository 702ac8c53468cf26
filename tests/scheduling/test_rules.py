"""Each rule of the solver: what it allows, what it refuses, and that it refuses no more than that."""

from dataclasses import replace

from scheduling.grid import Grid
from scheduling.index import bits
from scheduling.problem import Party, Problem, Request, Table
from scheduling.reasons import REASONS
from scheduling.rules import (
    PLAY,
    SLOTS,
    TABLES,
    WHOLE,
    after,
    at_least,
    at_most,
    one_meeting,
    one_place,
    spread,
)
from scheduling.rules import required as missing
from scheduling.schedule import Schedule
from tests.scheduling.cases import pair, slots, small, tables


def schedule_of(problem: Problem, **placed: int) -> Schedule:
    """A schedule with some requests placed in slots counted from 0."""
    schedule = Schedule(Grid(problem))
    for name, slot in placed.items():
        schedule.place(schedule.grid.options[schedule.index.request[name]][0], slot)
    return schedule


def allowed(schedule: Schedule, name: str) -> list[int]:
    """The slots that are open to a request now."""
    return bits(schedule.open_slots(schedule.grid.options[schedule.index.request[name]][0]))


def option_tables(problem: Problem, name: str) -> list[int]:
    grid = Grid(problem)
    return [table for option in grid.options[grid.index.request[name]][:1] for table in bits(option.tables)]


def test_every_rule_has_a_name_of_its_own_and_a_sentence() -> None:
    rules = (*TABLES, *SLOTS, *PLAY, *WHOLE)
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.sentence.endswith(".") and rule.sentence[0].isupper() for rule in rules)


REFUSALS = {
    "seats": {"seats", "too_few_people"},
    "needs": {"needs"},
    "booth": {"booth"},
    "at_table": {"at_table"},
    "avoid": {"avoid"},
    "available": {"no_common_slot"},
    "limits": {"outside_limits"},
    "at_slot": {"fixed_slot"},
    "at_most": {"limit_reached"},
    "after": {"waits", "order"},
    "one_place": {"busy", "busy_once"},
    "one_meeting": {"tables_full", "tables_closed"},
    "spread": {"fairness"},
}
"""Why a request has no place, for each rule that can keep it from one."""
OWED = {"required", "at_least"}
"""Rules that ask for meetings and keep none out; a schedule that breaks them is no answer at all."""


def test_every_rule_that_keeps_a_request_out_has_its_reasons() -> None:
    assert {rule.name for rule in (*TABLES, *SLOTS, *PLAY, *WHOLE)} == REFUSALS.keys() | OWED
    assert set.union(*REFUSALS.values()) == REASONS.keys()


def test_a_table_has_a_seat_for_each_attendee() -> None:
    problem = small(
        tables=(Table("t1"), Table("t2", seats=3)), requests=(Request("abc", (("a",), ("b",), ("c",))),)
    )
    assert option_tables(problem, "abc") == [1]
    assert option_tables(replace(problem, requests=(pair("ab", "a", "b"),)), "ab") == [0, 1]


def test_a_table_has_what_each_attendee_needs() -> None:
    people = (Party("a", needs=("ramp",)), Party("b", needs=("loop",)), Party("c"))
    problem = small(
        tables=(Table("t1", tags=("ramp",)), Table("t2", tags=("loop", "ramp"))),
        parties=people,
        requests=(pair("ab", "a", "b"), pair("ac", "a", "c")),
    )
    assert option_tables(problem, "ab") == [1]
    assert option_tables(problem, "ac") == [0, 1]


def test_the_first_attendee_with_a_booth_is_met_there() -> None:
    problem = small(
        parties=(Party("a"), Party("b", table="t2"), Party("c", table="t1")),
        requests=(pair("ab", "a", "b"), pair("bc", "b", "c"), pair("cb", "c", "b")),
    )
    assert [option_tables(problem, name) for name in ("ab", "bc", "cb")] == [[1], [1], [0]]


def test_a_fixed_table_is_kept_and_must_suit() -> None:
    problem = small(requests=(pair("ab", "a", "b", at_slot="s2", at_table="t2"),))
    assert option_tables(problem, "ab") == [1]
    booth = replace(problem, parties=(Party("a", table="t1"), *problem.parties[1:]))
    assert option_tables(booth, "ab") == []


def test_everybody_is_there() -> None:
    people = (Party("a", unavailable=("s1",)), Party("b", unavailable=("s3",)), Party("c"), Party("d"))
    schedule = schedule_of(small(parties=people))
    assert [allowed(schedule, name) for name in ("ab", "ac", "bd")] == [[1], [1, 2], [0, 1]]


def test_a_meeting_stands_only_where_its_request_allows() -> None:
    requests = (pair("ab", "a", "b", slots=("s1", "s3")), pair("ac", "a", "c", at_slot="s2"))
    schedule = schedule_of(small(requests=requests))
    assert [allowed(schedule, name) for name in ("ab", "ac")] == [[0, 2], [1]]


def test_those_who_must_not_meet_do_not_even_in_company() -> None:
    requests = (Request("abc", (("a",), ("b",), ("c",))), Request("ab_or_c", (("a",), ("b", "c"))))
    grid = Grid(small(tables=(Table("t1", seats=3),), requests=requests, avoid=(("c", "a"),)))
    assert [[option.parties for option in ways] for ways in grid.options] == [[], [(0, 1)]]


def test_nobody_is_in_two_meetings_at_once() -> None:
    schedule = schedule_of(small(), ab=1)
    assert bits(one_place(schedule, schedule.grid.options[1][0])) == [0, 2]
    assert allowed(schedule, "bd") == [0, 2]


def test_a_table_holds_one_meeting_at_a_time_and_not_while_closed() -> None:
    problem = small(
        tables=(Table("t1"), Table("t2", closed=("s2", "s3"))),
        requests=(pair("ab", "a", "b"), pair("cd", "c", "d")),
    )
    schedule = schedule_of(problem, ab=1)
    assert bits(one_meeting(schedule, schedule.grid.options[1][0])) == [0, 2]


def test_overlapping_sets_of_tables_are_counted_together() -> None:
    people = (
        Party("a", needs=("ramp",)),
        Party("b"),
        Party("c", needs=("loop",)),
        Party("d"),
        *map(Party, "efgh"),
    )
    problem = small(
        slots=slots(1),
        tables=(Table("t1", tags=("ramp",)), Table("t2", tags=("ramp", "loop")), Table("t3", tags=("loop",))),
        parties=(*people, Party("i", needs=("ramp",)), Party("j", needs=("loop",))),
        requests=(pair("ab", "a", "b"), pair("cd", "c", "d"), pair("ie", "i", "e"), pair("jf", "j", "f")),
    )
    schedule = schedule_of(problem, ab=0, cd=0, ie=0)
    assert allowed(schedule, "jf") == []
    schedule.remove(0)
    assert allowed(schedule, "jf") == [0]


def test_what_must_be_held_earlier_is() -> None:
    requests = (pair("ab", "a", "b", after=("cd",)), pair("cd", "c", "d"))
    waiting = schedule_of(small(requests=requests))
    assert after(waiting, waiting.grid.options[0][0]) == 0
    assert allowed(schedule_of(small(requests=requests), cd=0), "ab") == [1, 2]
    assert allowed(schedule_of(small(requests=requests), ab=2), "cd") == [0, 1]


def test_nobody_has_more_meetings_than_their_limit() -> None:
    schedule = schedule_of(small(parties=(Party("a", max_meetings=1), *small().parties[1:])), ab=0)
    assert at_most(schedule, schedule.grid.options[1][0]) == 0
    assert allowed(schedule, "bd") == [1, 2]


def test_required_requests_have_a_place() -> None:
    requests = (pair("ab", "a", "b", required=True), pair("cd", "c", "d"))
    assert missing(schedule_of(small(requests=requests))) == 1
    assert missing(schedule_of(small(requests=requests), ab=0)) == 0


def test_everybody_has_the_meetings_they_were_promised() -> None:
    people = (Party("a", min_meetings=2), *small().parties[1:])
    assert at_least(schedule_of(small(parties=people), ab=0)) == 1
    assert at_least(schedule_of(small(parties=people), ab=0, ac=1)) == 0


def test_breaks_differ_by_no_more_than_the_bound() -> None:
    requests = (pair("ab", "a", "b"), pair("ab2", "a", "b"), pair("cd", "c", "d"))
    problem = small(slots=slots(3), requests=requests, max_break_spread=0)
    assert spread(schedule_of(problem, ab=0, ab2=2, cd=0)) == 1
    assert spread(schedule_of(problem, ab=0, ab2=2)) == 0
    assert spread(schedule_of(replace(problem, max_break_spread=None), ab=0, ab2=2, cd=0)) == 0
    assert spread(schedule_of(replace(problem, slots=slots(1, 2)), ab=0, ab2=2, cd=0)) == 0


def test_a_set_of_tables_with_room_for_all_is_not_counted_in_vain() -> None:
    assert allowed(schedule_of(small(tables=tables(5)), ab=0), "bd") == [1, 2]
