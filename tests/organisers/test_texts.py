"""The page on which the texts of an edition are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.organisers.conftest import words

if TYPE_CHECKING:
    from fairs.models import Edition
    from tests.organisers.conftest import Desk

EVIL = '<script>alert(1)</script><b onclick="x()">**gras**</b>{{7*7}}'


def test_a_look_at_it_keeps_nothing_and_the_button_does(desk: Desk, edition: Edition) -> None:
    here = f"/o/{edition.slug}/texts"
    typed = {"fr_title": "Salon d'avril", "fr_programme": "09:00 Accueil", "en_title": "April fair"}
    look = desk.post(here, **typed, preview="1")
    assert (look.status_code, edition.text("fr").title) == (200, "Salon de mars")
    assert "How it will look Nothing has been kept yet." in words(look)
    assert '<span class="hour">09:00</span> <span>Accueil</span>' in look.text
    assert desk.post(here, **typed).location == f"/o/{edition.slug}"
    assert (edition.text("fr").title, edition.text("en").title) == ("Salon d'avril", "April fair")


def test_a_missing_title_is_told_at_its_field_and_nothing_is_lost(desk: Desk, edition: Edition) -> None:
    answer = desk.post(f"/o/{edition.slug}/texts", fr_title=" ", fr_summary="Une journée.")
    assert answer.status_code == 422
    assert 'id="fr_title-fault"' in answer.text
    assert "Une journée." in answer.text


@pytest.mark.abuse(23)
def test_abuse_23_what_an_organiser_types_is_never_markup(desk: Desk, edition: Edition) -> None:
    here = f"/o/{edition.slug}/texts"
    typed = {f"fr_{part}": EVIL for part in ("title", "summary", "who_comes", "how_it_works", "programme")}
    pages = [desk.post(here, **typed, preview="1").text]
    desk.post(here, **typed)
    pages += [desk.get(f"{page}?lang=fr").text for page in (here, f"/e/{edition.slug}", "/")]
    for page in pages:
        assert "<script>alert" not in page
        assert "<b onclick" not in page
        assert "{{7*7}}" in page
