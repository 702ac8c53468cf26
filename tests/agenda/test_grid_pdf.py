"""The master grid on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from fairs.agenda import pdf
from fairs.agenda.grid_pages import pages_of
from tests.agenda.reading import bare, bookmarks, opened, structure, texts_of
from tests.agenda.samples import grid


def test_a_page_holds_a_day_and_no_more_tables_than_can_be_read() -> None:
    pages = pages_of(grid(22, 22))
    assert [(page.tables[0], page.tables[-1]) for page in pages] == [
        ("Table 1", "Table 11"),
        ("Table 12", "Table 22"),
    ]
    assert [[band.block for band in page.bands] for page in pages] == [["Matin", "Après-midi"]] * 2
    assert sum(page.meetings for page in pages) == len(grid(22, 22).meetings)


def test_each_day_has_its_pages() -> None:
    one = grid(4, 3)
    later = tuple(
        replace(slot, start_at=slot.start_at + timedelta(days=1), end_at=slot.end_at + timedelta(days=1))
        for slot in one.slots[2:]
    )
    days = replace(one, slots=one.slots[:2] + later)
    assert [page.on.day for page in pages_of(days)] == [18, 19]


@pytest.mark.parametrize("scale", [(4, 3), (14, 12)])
def test_every_meeting_and_every_refusal_is_on_paper(scale: tuple[int, int]) -> None:
    whole = grid(*scale, language="en")
    data = pdf.grid_pdf(whole)
    box = opened(data).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (1191, 842)  # A3, lying
    pages = texts_of(data)
    everything = bare("".join(pages[:-1]))
    people = [person for meeting in whole.meetings for person in meeting.people]
    assert sum(everything.count(bare(person)) for person in set(people)) == len(people)
    assert "2 wishes" in pages[-1]
    assert pages[-1].count("Ils ne sont jamais libres en même temps.") == 2
    assert bookmarks(data) == ["Thursday 18 March 2027", "Wishes without a place"]


def test_heads_are_repeated_on_each_page_and_tagged() -> None:
    data = pdf.grid_pdf(grid(22, 6))
    pages = texts_of(data)
    assert len(pages) >= 3
    assert all("Table 1 Table 2 Table 3" in page for page in pages[:-1])
    assert {"TH", "TD", "H1"} <= set(structure(data))


def test_families_have_a_letter_and_a_legend_and_a_draft_says_so() -> None:
    (page,) = texts_of(pdf.grid_pdf(grid(2, 2, status="draft", unplaced=(), language="en")))
    assert "Draft" in page
    assert "P Public body" in page
    plain = grid(2, 2, unplaced=(), language="en")
    plain = replace(plain, meetings=tuple(replace(held, families=()) for held in plain.meetings))
    (page,) = texts_of(pdf.grid_pdf(plain))
    assert "Public body" not in page


def test_a_grid_without_slots_is_still_a_document() -> None:
    empty = grid(0, 0, meetings=(), unplaced=())
    assert len(opened(pdf.grid_pdf(empty)).pages) == 1
