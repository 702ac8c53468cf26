"""Advice: what is in short supply, and what a remedy brings."""

from scheduling.advise import advise
from scheduling.faults import faults_of
from scheduling.problem import Party, Slot
from scheduling.remedies import proposals
from scheduling.solve import solve
from tests.scheduling.cases import LENGTH, MORNING, pair, small, tables

SLOTS = tuple(
    Slot(f"s{n + 1}", MORNING + n * LENGTH, MORNING + (n + 1) * LENGTH, "early" if n < 2 else "late")
    for n in range(3)
)
REQUESTS = (
    pair("ab", "a", "b", weight=3, slots=("s1", "s2")),
    pair("cd", "c", "d", weight=2, slots=("s1", "s2")),
    pair("ac", "a", "c", slots=("s1", "s2")),
    pair("bd", "b", "d", slots=("s1", "s2")),
)


def test_the_missing_table_is_found_and_its_gain_proven() -> None:
    problem = small(slots=SLOTS, tables=tables(1), requests=REQUESTS)
    advice = advise(problem, steps=5000)
    assert advice.solution.figures.placed == 2
    assert advice.bottlenecks[0].sentence == (
        "All tables are taken in 2 of 3 slots; 0 requests find none when they need one."
    )
    first = advice.remedies[0]
    assert (first.kind, first.block, first.meetings, first.weight, first.proven) == (
        "table",
        "early",
        2,
        2,
        True,
    )
    assert first.sentence == (
        "One more table (early): +2 meetings, +2 in weight (proven at least 2), +0 breaks."
    )
    gains = [(remedy.kind, remedy.block, remedy.weight, remedy.effect) for remedy in advice.remedies]
    assert gains == [
        ("table", "early", 2, "proven"),
        ("shorter", "early", 1, "proven"),
        ("slot", "early", 1, "proven"),
        ("shorter", "late", 0, "nothing"),
        ("slot", "late", 0, "nothing"),
        ("table", "late", 0, "nothing"),
    ]


def test_those_whose_day_is_full_are_named() -> None:
    people = (Party("a", "A"), *small().parties[1:])
    requests = tuple(pair(f"a{n}", "a", other) for n, other in enumerate("bcdbcd"))
    advice = advise(small(slots=SLOTS, parties=people, requests=requests), steps=2000)
    assert advice.bottlenecks[0].sentence == "A has 3 meetings, and 3 more requests find no room."
    gains = {(remedy.kind, remedy.block): remedy.meetings for remedy in advice.remedies}
    assert gains["slot", "early"] == gains["slot", "late"] == gains["shorter", "early"] == 1
    assert gains["table", "early"] == gains["table", "late"] == 0


def test_the_changed_problems_are_without_fault() -> None:
    parties = (
        Party("a", "A", unavailable=("s2",), max_meetings=1),
        *(Party(name, name.upper()) for name in "bcd"),
    )
    fixed = pair("da", "d", "a", at_slot="s1")
    required = pair("db", "d", "b", required=True)
    problem = small(slots=SLOTS, tables=tables(1), parties=parties, requests=(*REQUESTS, fixed, required))
    assert faults_of(problem) == ()
    found = list(proposals(problem, solve(problem, steps=2000)))
    assert {proposal.kind for proposal in found} >= {"table", "slot", "shorter", "musts"}
    assert [faults_of(proposal.problem) for proposal in found] == [()] * len(found)


def test_shorter_meetings_keep_absences_and_tell_the_minutes() -> None:
    parties = (Party("a", "A", unavailable=("s1",)), *small().parties[1:])
    problem = small(slots=SLOTS, parties=parties)
    found = [one for one in proposals(problem, solve(problem, steps=500)) if one.kind == "shorter"]
    assert [one.title for one in found] == [
        "Meetings of 6 instead of 10 minutes, slots gained: 1 (early)",
        "Meetings of 5 instead of 10 minutes, slots gained: 1 (late)",
    ]
    assert [slot.start.minute for slot in found[0].problem.slots] == [0, 6, 12, 20]
    away = found[0].problem.parties[0].unavailable
    assert [slot.start.minute for slot in found[0].problem.slots if slot.id in away] == [0, 6]


def test_a_limit_that_keeps_a_request_out_is_raised() -> None:
    parties = (Party("a", "A", max_meetings=1), *small().parties[1:])
    advice = advise(small(parties=parties), steps=2000)
    raised = next(remedy for remedy in advice.remedies if remedy.kind == "limit")
    assert raised.sentence == (
        "One meeting more allowed to A: +1 meetings, +2 in weight (proven at least 2), +0 breaks."
    )


def test_where_demands_clash_the_remedies_that_make_a_schedule_possible_are_told() -> None:
    requests = (pair("ab", "a", "b", required=True), pair("ac", "a", "c", required=True))
    advice = advise(small(slots=SLOTS[:1], requests=requests), steps=2000)
    assert advice.solution.status == "infeasible"
    assert advice.bottlenecks[0].sentence == "2 requests are required; 2 of them clash."
    effects = {remedy.sentence for remedy in advice.remedies}
    assert "The request ab not required any more: there is a schedule, with 1 meetings." in effects
    assert "One more slot (early): there is a schedule, with 2 meetings." in effects
    assert "One more table (early): no schedule was found." in effects


def test_remedies_for_which_no_time_is_left_are_named_but_not_tried() -> None:
    advice = advise(small(slots=SLOTS, tables=tables(1), requests=REQUESTS), seconds=0.0)
    assert advice.solution.meetings
    assert {remedy.effect for remedy in advice.remedies} == {"untried"}
    assert advice.remedies[-1].sentence == "One more table (late): not tried in the time allowed."
