"""Agendas and grids for tests: plain functions that return values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from fairs.agenda.values import (
    Agenda,
    Entry,
    GridMeeting,
    GridSlot,
    GridUnplaced,
    MasterGrid,
    Occasion,
    Partner,
)
from fairs.families import FAMILIES

MORNING = datetime(2027, 3, 18, 8, 0, tzinfo=UTC)  # 09:00 in Paris
NAMES = (  # what real lists hold: accents, ligatures, guillemets, apostrophes, long names, three alphabets
    ("Maëlle Cœurdacier", "Recyclerie du Port"),
    (
        "Jean-Baptiste d’Œuvrard-Lefèvre",
        "Société coopérative d’intérêt collectif « Les Ateliers du Vieux Moulin »",
    ),
    ("Ελένη Παπαδοπούλου", "Κοινωνική Επιχείρηση «Ήλιος»"),
    ("Жанна Щербакова", "Кооператив «Заря»"),
    ("Łukasz Żółkiewski", "Spółdzielnia Socjalna"),
    ("Íñigo Núñez-Ğürsoy", "Communauté d’agglomération du Bocage-en-Vère-et-Haute-Loire"),
    ("Zoë Straßburger", "Fondation Crédit Solidaire"),
)


def occasion(**values: Any) -> Occasion:
    return Occasion(
        **{
            "title": "Salon d’affaires de l’économie circulaire",
            "place": "Halle aux Grains, Saint-Aubin",
            "address": "3 place du Marché, 35140 Saint-Aubin",
            "timezone": "Europe/Paris",
            "organiser_name": "Réseau des boucles locales",
            "organiser_email": "bonjour@boucles.example.org",
            "revision": 3,
            "published_at": datetime(2027, 3, 14, 17, 5, tzinfo=UTC),
        }
        | values
    )


def partner(number: int = 0, **values: Any) -> Partner:
    name, organisation = NAMES[number % len(NAMES)]
    family = FAMILIES[number % len(FAMILIES)].key
    return Partner(**{"name": name, "organisation": organisation, "family": family} | values)


def entry(number: int = 0, **values: Any) -> Entry:
    start_at = values.pop("start_at", MORNING + timedelta(minutes=20 * number))
    return Entry(
        **{
            "uid": f"meeting-{number}@maillage.example.org",
            "sequence": 0,
            "changed_at": datetime(2027, 3, 12, 10, 0, tzinfo=UTC),
            "start_at": start_at,
            "end_at": start_at + timedelta(minutes=20),
            "table": f"Table {number + 1}",
            "partners": (partner(number),),
        }
        | values
    )


def agenda(entries: int | tuple[Entry, ...] = 8, **values: Any) -> Agenda:
    if isinstance(entries, int):
        entries = tuple(entry(number) for number in range(entries))
    return Agenda(
        **{
            "occasion": occasion(),
            "person": "Aïssatou Nœlle Sall",
            "organisation": "L’Épicerie des Œillets",
            "email": "aissatou@oeillets.example.org",
            "language": "fr",
            "entries": entries,
            "page_url": "https://salon.example.org/me/saint-aubin/agenda",
            "feed_url": "https://salon.example.org/cal/5f2d.ics",
        }
        | values
    )


def grid(slots: int = 14, tables: int = 12, **values: Any) -> MasterGrid:
    """A grid with a lunch break in its middle and a meeting in nearly every cell."""
    half = slots // 2
    starts = [MORNING + timedelta(minutes=20 * slot + (90 if slot >= half else 0)) for slot in range(slots)]
    return MasterGrid(
        **{
            "occasion": occasion(),
            "language": "fr",
            "slots": tuple(
                GridSlot(start, start + timedelta(minutes=20), "Matin" if slot < half else "Après-midi")
                for slot, start in enumerate(starts)
            ),
            "tables": tuple(f"Table {table + 1}" for table in range(tables)),
            "meetings": tuple(
                grid_meeting(slot, table)
                for slot in range(slots)
                for table in range(tables)
                if (slot * 7 + table * 3) % 11
            ),
            "unplaced": (unplaced(1), unplaced(4)),
            "status": "published",
        }
        | values
    )


def grid_meeting(slot: int, table: int) -> GridMeeting:
    pair = (partner(slot + table), partner(slot + 2 * table + 1))
    return GridMeeting(
        slot=slot,
        table=table,
        people=tuple(one.name for one in pair),
        organisations=tuple(one.organisation for one in pair),
        families=tuple(one.family for one in pair),
    )


def unplaced(number: int = 0) -> GridUnplaced:
    pair = (partner(number), partner(number + 1))
    return GridUnplaced(
        people=tuple(one.name for one in pair),
        organisations=tuple(one.organisation for one in pair),
        weight=9 - number,
        reason="no_common_slot",
        because="Ils ne sont jamais libres en même temps.",
    )


def cancelled(meeting: Entry) -> Entry:
    return replace(meeting, cancelled=True, sequence=meeting.sequence + 1)
