"""The picture for those who share a link, and the poster to pin up."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pypdf import PdfReader

from fairs.agenda.card import card_of
from fairs.agenda.card_picture import draw
from fairs.agenda.poster import Poster, poster_pdf
from tests.agenda.announced import announcement

if TYPE_CHECKING:
    from fairs.agenda.poster import Format

LONG = "Les jeudis du réemploi et de la réparation en vallée de la Vère : " * 5
MILLIMETRE = 72 / 25.4


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"title": LONG, "venue": LONG, "network": LONG, "territory": LONG},
        {"title": "Donaudampfschifffahrtsgesellschaftskapitänsversammlungssaal" * 2},
        {"cancelled": True},
        {"title": "Ðorđe O’Brien-Łukasiewicz 🙂 שלום"},
        {"title": ""},
        {"accent": "red; }"},
    ],
)
def test_a_card_is_a_picture_of_the_size_that_the_open_graph_asks_for(values: dict[str, object]) -> None:
    picture = Image.open(io.BytesIO(draw(card_of(announcement(**values)))))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    right_edge = picture.convert("RGB").crop((1140, 0, 1200, 630))
    assert len(right_edge.getcolors() or []) == 1  # nothing runs over it


def test_the_mark_of_a_card_changes_with_what_it_says_and_with_nothing_else() -> None:
    mark = card_of(announcement()).mark
    assert card_of(announcement(sequence=9, full=True)).mark == mark
    assert card_of(announcement(venue="Ailleurs")).mark != mark
    assert card_of(announcement(cancelled=True)).mark != mark


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("a3", (297, 420))])
def test_a_poster_is_one_tagged_page_with_everything_on_it(paper: Format, size: tuple[int, int]) -> None:
    document = PdfReader(io.BytesIO(poster_pdf(Poster(announcement(), paper))))
    (page,) = document.pages
    assert tuple(round(float(side) / MILLIMETRE) for side in page.mediabox[2:]) == size
    text = " ".join(page.extract_text().split())
    for said in (
        "Apéro de mars",
        "jeudi 11 mars 2027",
        "18:00–20:00",
        "Halle aux Grains",
        "fairs.example/e/apero-2027-03-11",
    ):
        assert said in text.replace("Jeudi", "jeudi")
    catalog = document.trailer["/Root"]
    assert (catalog["/Lang"], "/StructTreeRoot" in catalog) == ("fr", True)


def test_a_long_title_stays_on_one_page() -> None:
    poster = Poster(announcement(title=LONG[:200], summary=LONG[:300]))
    assert len(PdfReader(io.BytesIO(poster_pdf(poster))).pages) == 1
