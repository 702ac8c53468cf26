from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from fairs.domain.papers import Papers, agendas_of, master_grid_of, meeting_uid
from fairs.domain.planning import pair_of, problem_of, request_id
from fairs.domain.refusals import refusal
from fairs.domain.weights import Weights
from fairs.sheets.values import (
    BlockRow,
    FairRow,
    InterestRow,
    Interval,
    ParticipantRow,
    Sheets,
    TableRow,
)
from scheduling.problem import Party, Request, Table
from scheduling.solution import Bounds, Figures, Meeting, Solution, Unplaced

if TYPE_CHECKING:
    from fairs.sheets.values import Level

NINE = datetime(2027, 3, 18, 8, tzinfo=UTC)
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def person(name: str, **values: object) -> ParticipantRow:
    row: dict[str, object] = {
        "id": name,
        "organisation": f"Atelier {name}",
        "name": f"Personne {name}",
        "email": f"{name}@example.org",
        "family": "",
        "unavailable": (),
        "table": None,
        "max_meetings": None,
        "language": "fr",
    }
    return ParticipantRow(**(row | values))


def fair(*interests: InterestRow, people: tuple[ParticipantRow, ...] = ()) -> Sheets:
    """Three people, two slots in the morning and one in the afternoon, two tables."""
    return Sheets(
        fair=FairRow("Salon", "Halle", "Europe/Paris", "fr"),
        participants=people or (person("b"), person("a"), person("c")),
        interests=interests,
        blocks=(
            BlockRow("matin", NINE, NINE + timedelta(minutes=45), 20, 5),
            BlockRow("soir", NINE + timedelta(hours=8), NINE + timedelta(hours=8, minutes=20), 20, 5),
        ),
        tables=(TableRow("t1", "Table 1", 2, ("calme",)), TableRow("t2", "Table 2", 4)),
    )


@pytest.mark.parametrize(
    ("one", "other", "weight"),
    [
        ("must", "must", 9),
        ("must", "would", 8),
        ("would", "would", 7),
        ("must", "open", 4),
        ("would", "open", 3),
        ("open", "open", 2),
        ("must", None, 3),
        ("would", None, 2),
        ("open", None, None),
        (None, None, None),
        ("must", "never", None),
        ("never", None, None),
        ("never", "never", None),
    ],
)
def test_both_sides_are_added_and_mutual_wishes_count_more(
    one: Level | None, other: Level | None, weight: int | None
) -> None:
    assert Weights().of_pair(one, other) == Weights().of_pair(other, one) == weight


def test_an_edition_may_weigh_otherwise() -> None:
    assert Weights(must=10, would=5, open=1, mutual=0).of_pair("must", "would") == 15


def test_a_pair_is_one_request_whoever_wishes_first() -> None:
    problem = problem_of(fair(InterestRow("a", "b", "must"), InterestRow("b", "a", "open")))
    assert problem.requests == (Request("a+b", (("b",), ("a",)), weight=4),)
    assert problem.avoid == ()
    assert request_id("b", "a") == "a+b"
    assert pair_of("a+b") == ("a", "b")


def test_never_makes_no_request_and_keeps_the_pair_apart() -> None:
    problem = problem_of(fair(InterestRow("a", "b", "must"), InterestRow("b", "a", "never")))
    assert (problem.requests, problem.avoid) == ((), (("b", "a"),))


def test_a_named_block_limits_the_slots() -> None:
    problem = problem_of(fair(InterestRow("a", "b", "must"), InterestRow("b", "a", "must", "soir")))
    assert problem.requests[0].slots == ("2027-03-18T17:00",)


def test_who_is_no_participant_has_no_request() -> None:
    assert problem_of(fair(InterestRow("a", "z", "must"), InterestRow("z", "a", "must"))).requests == ()


def test_slots_stand_in_local_time_and_people_miss_every_slot_that_they_miss_in_part() -> None:
    absence = Interval(NINE + timedelta(minutes=30), NINE + timedelta(minutes=31))
    problem = problem_of(
        fair(people=(person("a", unavailable=(absence,), table="t1", max_meetings=2, needs=("calme",)),))
    )
    assert [slot.id for slot in problem.slots] == ["2027-03-18T09:00", "2027-03-18T09:25", "2027-03-18T17:00"]
    assert problem.slots[0].start.isoformat() == "2027-03-18T09:00:00+01:00"
    assert [slot.block for slot in problem.slots] == ["matin", "matin", "soir"]
    assert problem.parties == (
        Party("a", "Personne a", ("2027-03-18T09:25",), "t1", ("calme",), max_meetings=2),
    )
    assert problem.tables == (Table("t1", 2, ("calme",)), Table("t2", 4))


def solved() -> Papers:
    sheets = fair(
        InterestRow("a", "b", "must", message="Du bois ?"),
        InterestRow("b", "a", "must", message="Volontiers."),
        InterestRow("a", "c", "would"),
    )
    solution = Solution(
        "feasible",
        (Meeting("a+b", "2027-03-18T09:25", "t2", ("b", "a")),),
        (Unplaced("a+c", "no_common_slot", "They are never free at the same time."),),
        Figures(requests=2, placed=1, weight=9),
        Bounds(weight=9, breaks=0),
    )
    return Papers(sheets, solution, NOW)


def test_everyone_has_an_agenda_with_the_other_s_name_and_the_words_of_both() -> None:
    agendas = agendas_of(solved())
    assert list(agendas) == ["b", "a", "c"]
    (entry,) = agendas["a"].entries
    assert (entry.start_at, entry.end_at) == (NINE + timedelta(minutes=25), NINE + timedelta(minutes=45))
    assert (entry.table, entry.why) == ("Table 2", "Du bois ?\nVolontiers.")
    assert [(other.name, other.organisation) for other in entry.partners] == [("Personne b", "Atelier b")]
    assert agendas["b"].entries[0].uid == entry.uid
    assert agendas["c"].entries == ()
    assert agendas["a"].occasion.place == "Halle"


def test_a_meeting_keeps_its_identity_each_time_the_fair_is_planned() -> None:
    assert meeting_uid("Salon", "a+b") == meeting_uid("Salon", "a+b")
    assert len({meeting_uid("Salon", "a+b"), meeting_uid("Salon", "a+c"), meeting_uid("Autre", "a+b")}) == 3
    uid = agendas_of(solved())["a"].entries[0].uid
    assert uid == f"{meeting_uid('Salon', 'a+b')}@maillage.invalid"


def test_the_master_grid_has_every_slot_and_table_and_what_has_no_place() -> None:
    grid = master_grid_of(solved(), "fr", lambda unplaced: unplaced.reason.upper())
    assert [slot.block for slot in grid.slots] == ["matin", "matin", "soir"]
    assert grid.tables == ("Table 1", "Table 2")
    (meeting,) = grid.meetings
    assert (meeting.slot, meeting.table, meeting.people) == (1, 1, ("Personne b", "Personne a"))
    (unplaced,) = grid.unplaced
    assert (unplaced.people, unplaced.weight, unplaced.because) == (
        ("Personne a", "Personne c"),
        2,
        "NO_COMMON_SLOT",
    )


def test_a_refusal_is_told_in_the_reader_s_language() -> None:
    details = {"people": "Zoé and Noël"}
    told = refusal("no_common_slot", details, "Solver's own.", lambda sentence: f"fr: {sentence}")
    assert told == "fr: Zoé and Noël are never there at the same time."
    assert refusal("no_common_slot", {}, "Solver's own.", str) == "Solver's own."
    assert refusal("of another version", details, "Solver's own.", str) == "Solver's own."
