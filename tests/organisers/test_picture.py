from __future__ import annotations

from datetime import date, timedelta

from fairs.agenda.values import GridMeeting, GridSlot, MasterGrid, Occasion
from fairs.organisers.picture import Cell, Part, Picture, Row, Side, draw
from tests.factories import FAIR_DAY

FIRST = GridSlot(FAIR_DAY.replace(hour=8), FAIR_DAY.replace(hour=8, minute=20), "Matin")
SECOND = GridSlot(FAIR_DAY.replace(hour=13), FAIR_DAY.replace(hour=13, minute=20), "Après-midi")
NEXT_DAY = GridSlot(SECOND.start_at + timedelta(days=1), SECOND.end_at + timedelta(days=1), "Après-midi")
GRID = MasterGrid(
    occasion=Occasion("Salon", "Halle", "", "Europe/Paris", "Réseau", "bonjour@reseau.example", 1, None),
    language="fr",
    slots=(FIRST, SECOND, NEXT_DAY),
    tables=("Table 1", "Table 2"),
    meetings=(
        GridMeeting(0, 1, ("Zoé Lefèvre", "Ali"), ("Recyclerie", "Scierie"), ("ess", "classic")),
        GridMeeting(1, 0, ("Mia", "Ali"), ("Mairie", "Scierie")),
    ),
    unplaced=(),
)


def test_a_grid_is_drawn_by_day_and_block_with_a_place_for_each_table() -> None:
    zoe, ali = (
        Side("Recyclerie", "Zoé Lefèvre", "ess", found=False),
        Side("Scierie", "Ali", "classic", found=False),
    )
    mia, ali_again = Side("Mairie", "Mia", "", found=False), Side("Scierie", "Ali", "", found=False)

    assert draw(GRID) == Picture(
        ("Table 1", "Table 2"),
        (
            Part(date(2027, 3, 18), "Matin", (Row(FIRST, (None, Cell((zoe, ali)))),)),
            Part(date(2027, 3, 18), "Après-midi", (Row(SECOND, (Cell((mia, ali_again)), None)),)),
            Part(date(2027, 3, 19), "Après-midi", (Row(NEXT_DAY, (None, None)),)),
        ),
    )


def test_a_search_marks_people_and_organisations_without_minding_case_and_accents() -> None:
    assert draw(GRID).found == 0
    assert draw(GRID, "scierie").found == 2
    found = draw(GRID, "ZOE lefevre").parts[0].rows[0].cells[1]
    assert found is not None
    assert [side.found for side in found.sides] == [True, False]
