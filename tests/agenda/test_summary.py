"""The summary of a grid."""

from __future__ import annotations

from fairs.agenda import wording
from fairs.agenda.summary import Quality, summary_text
from tests.agenda.samples import agenda, grid, partner, unplaced


def test_it_counts_and_names_who_meets_nobody_and_what_found_no_place() -> None:
    whole = grid(4, 3, language="en", unplaced=(unplaced(0),))
    people = [agenda(3), agenda(1, person="Ana"), agenda(0, person="Zed", organisation="")]
    assert summary_text(whole, people, Quality(40, 41, 2, 1)).splitlines() == [
        "Salon d’affaires de l’économie circulaire",
        "Halle aux Grains, Saint-Aubin, 3 place du Marché, 35140 Saint-Aubin",
        "As of Sunday 14 March 2027, 18:05 · revision 3",
        "",
        "Meetings placed: 11 of 12",
        "Grid: 4 slots at 3 tables; places left: 1",
        "Weight of what is placed: 40 (at most 41 is possible)",
        "Breaks between meetings: 2 (at least 1 at this weight)",
        "Participants: 3, of whom 2 have meetings",
        "Meetings for each of them: from 1 to 3",
        "",
        "Without any meeting (1), and so without an agenda:",
        "- Zed",
        "",
        "Wishes without a place (1):",
        f"- {wording.who(partner(0))} – {wording.who(partner(1))}",
        "  weight 9. Ils ne sont jamais libres en même temps.",
    ]


def test_a_grid_in_which_all_went_well_has_little_to_say() -> None:
    said = summary_text(grid(4, 3, language="en", unplaced=()), [agenda(2)])
    assert "Without" not in said
    assert "Wishes" not in said
