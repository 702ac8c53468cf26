"""What somebody gets who prints a public page: what was read, without what can only be pressed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.walking import SALON, follow

if TYPE_CHECKING:
    from tests.journeys.conftest import Visitor
    from tests.serving import Site


@pytest.mark.parametrize(
    ("address", "said", "unsaid"),
    [
        ("", ("Halle de la Filature", "/e/salon-"), ("Register", "Look at the directory", "FR")),
        ("/calendar", (SALON, "Halle de la Filature"), ("Subscribe", "Show", "FR")),
    ],
)
def test_public_pages_are_sound_on_paper(
    served: Site, visitor: Visitor, address: str, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    page = visitor(1280, 900)
    page.goto(f"{served.url}{address}")
    if not address:
        follow(page, SALON)
        expect(page.get_by_role("heading", level=1)).to_have_text(SALON)
    paper = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    lines = [line.strip() for sheet in paper.pages for line in sheet.extract_text().splitlines()]
    assert len(paper.pages) <= 2
    text = " ".join(lines)
    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in lines] == []
