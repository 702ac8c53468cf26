"""Agendas and changes as plain text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fairs.agenda import wording
from fairs.agenda.diff import compare
from fairs.agenda.text import agenda_text, changes_text
from tests.agenda.samples import agenda, cancelled, entry, occasion, partner

PARTNER = wording.who(partner(1))


def test_an_agenda_reads_as_a_letter() -> None:
    mine = agenda(
        (entry(0, why="Échanger des palettes"), cancelled(entry(4)), entry(6, table="Salle B")), language="en"
    )
    assert agenda_text(mine).splitlines() == [
        "Salon d’affaires de l’économie circulaire",
        "Agenda of Aïssatou Nœlle Sall, L’Épicerie des Œillets",
        "Halle aux Grains, Saint-Aubin, 3 place du Marché, 35140 Saint-Aubin",
        "Times: Central European Time (Paris)",
        "",
        "THURSDAY 18 MARCH 2027",
        "",
        "09:00–09:20  Table 1  Recyclerie du Port (Maëlle Cœurdacier)",
        "    Échanger des palettes",
        "CANCELLED: 10:20–10:40, Spółdzielnia Socjalna (Łukasz Żółkiewski)",
        "11:00–11:20  Salle B  Fondation Crédit Solidaire (Zoë Straßburger)",
        "",
        "As of Sunday 14 March 2027, 18:05 · revision 3",
        "https://salon.example.org/me/saint-aubin/agenda",
    ]


@pytest.mark.pains(9)
def test_the_zone_is_named_and_is_that_of_the_fair() -> None:
    text = agenda_text(agenda(1, occasion=occasion(timezone="Europe/Athens")))
    assert "10:00–10:20" in text
    assert "heure d’Europe de l’Est (Athènes)" in text


def test_an_empty_agenda_says_so() -> None:
    assert "No meeting is planned." in agenda_text(agenda(0, language="en"))


def test_changes_tell_what_is_new_what_moved_and_whence_and_what_is_off() -> None:
    old = agenda((entry(0), entry(1), entry(4)), language="en")
    new = agenda(
        (cancelled(entry(0)), entry(1, sequence=1, table="Table 9"), entry(4), entry(6)), language="en"
    )
    assert changes_text(new, compare(old, new)).splitlines() == [
        "New:",
        "- Thursday 18 March 2027, 11:00–11:20, Table 7: Fondation Crédit Solidaire (Zoë Straßburger)",
        "",
        "Changed:",
        "- Thursday 18 March 2027, 09:20–09:40, Table 9: " + PARTNER,
        "  before: Thursday 18 March 2027, 09:20–09:40, Table 2: " + PARTNER,
        "",
        "Cancelled:",
        "- Thursday 18 March 2027, 09:00–09:20, Table 1: Recyclerie du Port (Maëlle Cœurdacier)",
        "",
        "1 other meeting stays as it was.",
        "As of Sunday 14 March 2027, 18:05 · revision 3 · Times: Central European Time (Paris)",
    ]


def test_no_change_is_said_too() -> None:
    mine = agenda(2, language="en")
    assert changes_text(mine, compare(mine, mine)).startswith("Nothing changes for you.\n")


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    night = tuple(entry(hour, start_at=datetime(2026, 10, 25, hour, 30, tzinfo=UTC)) for hour in (0, 1))
    text = agenda_text(agenda(night, language="en"))
    assert "02:30 (UTC+2)–02:50 (UTC+2)" in text
    assert "02:30 (UTC+1)–02:50 (UTC+1)" in text


@pytest.mark.abuse(25)
def test_no_name_can_add_a_line() -> None:
    text = agenda_text(agenda((entry(0, table="1\nCANCELLED: all"),), person="Ana\r\nBcc: x", language="en"))
    assert "Ana Bcc: x" in text
    assert "1 CANCELLED: all" in text
