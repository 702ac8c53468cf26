from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pypdf
import pytest

from fairs.domain.publishing import publish
from fairs.organisers import verdict
from tests.factories import NOW
from tests.organisers.conftest import draft

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.organisers.conftest import Desk, Room


def test_slots_stand_by_tables_with_heads_that_are_read_out(desk: Desk, session: Session, room: Room) -> None:
    draft(session, room, (0, 1, 0, 0), (0, 2, 1, 1), unplaced=(1, 2))

    page = desk.get(f"/o/{room.edition.slug}/grid").text
    said = desk.words(f"/o/{room.edition.slug}/grid")

    assert page.count('scope="col"') == 3 + 3
    assert page.count('<th scope="row">') == 4 + 1
    assert (
        "Time Table 1 Table 2 Thursday 18 March 2027, Matin 09:00 09:20 S Maison Zoé S Maison Ali free"
        in said
    )
    assert "1 wish without a place" in said
    assert "Ali and Mia are never there at the same time." in said
    assert "Draft , made on Monday 1 March 2027, 10:00." in said


def test_somebody_is_found_in_the_grid(desk: Desk, session: Session, room: Room) -> None:
    draft(session, room, (0, 1, 0, 0), (0, 2, 1, 1), (1, 2, 2, 0))

    page = desk.get(f"/o/{room.edition.slug}/grid?search=ali")

    assert page.text.count('class="found"') == 2
    assert page.text.count("is-found") == 2
    assert "2 meetings" in page.text


def test_the_draft_is_shown_first_and_what_is_published_is_one_step_away(
    desk: Desk, session: Session, room: Room
) -> None:
    here = f"/o/{room.edition.slug}/grid"
    publish(session, draft(session, room, (0, 1, 0, 0)), NOW)
    assert "Published , revision 1, on Monday 1 March 2027, 10:00." in desk.words(here)
    draft(session, room, (0, 2, 0, 0))

    assert "Draft" in desk.words(here)
    assert "Maison Mia" in desk.words(here).partition("Matin")[2].partition("wish")[0]
    published = desk.words(f"{here}?show=published")
    assert "Published" in published
    assert "Maison Mia" not in published.partition("Matin")[2].partition("wish")[0]


def test_before_there_is_a_grid_the_page_says_how_one_is_made(desk: Desk, room: Room) -> None:
    assert "The grid will be here" in desk.words(f"/o/{room.edition.slug}/grid")
    for paper in ("grid.pdf", "grid.xlsx", "agendas.pdf"):
        assert desk.get(f"/o/{room.edition.slug}/{paper}").status_code == 404


def test_the_papers_can_be_taken_home(desk: Desk, session: Session, room: Room) -> None:
    draft(session, room, (0, 1, 0, 0), (0, 2, 1, 1))
    here = f"/o/{room.edition.slug}"

    grid = pypdf.PdfReader(io.BytesIO(desk.get(f"{here}/grid.pdf").data))
    assert "Maison Ali" in " ".join(grid.pages[0].extract_text().split())
    agendas = pypdf.PdfReader(io.BytesIO(desk.get(f"{here}/agendas.pdf").data))
    assert len(agendas.pages) == 3
    answer = desk.get(f"{here}/grid.xlsx")
    assert answer.headers["Content-Disposition"].endswith(f"filename={room.edition.slug}-grid.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames


@pytest.mark.parametrize(
    ("figures", "bounds", "said"),
    [
        ((302, 302, 900, 2), (900, 2), "No grid can have fewer breaks: that is proven."),
        ((302, 302, 900, 5), (900, 2), "No grid can have fewer than 2 breaks."),
        ((302, 302, 900, 5), (900, 0), ""),
        ((302, 300, 900, 0), (900, 0), "No grid can place more, by weight: that is proven."),
        ((302, 300, 900, 0), (909, 0), "No grid can place more than 1.0 % above that, by weight."),
        ((302, 0, 0, 0), (0, 0), "No grid can place more, by weight: that is proven."),
    ],
)
def test_what_is_proven_is_said_in_words(
    app: Flask,
    session: Session,
    room: Room,
    figures: tuple[int, int, int, int],
    bounds: tuple[int, int],
    said: str,
) -> None:
    schedule = draft(session, room, (0, 1, 0, 0))
    schedule.figures = dict(zip(("requests", "placed", "weight", "breaks"), figures, strict=True))
    schedule.bounds = dict(zip(("weight", "breaks"), bounds, strict=True))
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert verdict.distance(schedule) == said
        assert verdict.placed(schedule).startswith(f"{figures[1]} of {figures[0]} meetings placed, ")
