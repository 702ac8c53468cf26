"""The page on which a fair gets another name, colour, or somebody else to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.organisers.conftest import words

if TYPE_CHECKING:
    from fairs.models import Edition
    from tests.organisers.conftest import Desk

TYPED = {
    "name": "Ðorđe O'Brien-Łukasiewicz & fils 🌱",
    "network": "Réseau Bois",
    "territory": "Vallée de la Vère",
    "language": "fr",
    "accent": "#2f6f62",
    "contact_name": "Ali",
    "contact_email": "ali@bois.example",
}


def test_it_is_changed_for_all_editions_and_told_in_the_journal(desk: Desk, edition: Edition) -> None:
    here = f"/o/{edition.slug}"
    assert f'value="{edition.fair.name}"' in desk.get(f"{here}/fair").text
    assert desk.post(f"{here}/fair", **TYPED).location == f"{here}/settings"
    assert TYPED["name"] in desk.words(f"/g/{edition.fair.slug}")
    assert "ali@bois.example" in desk.words(f"/e/{edition.slug}")
    said = "changed the settings of the edition: name of the fair, who stages it, colour, who answers."
    assert said in desk.words(f"{here}/journal")


def test_what_is_wrong_is_told_at_once_and_nothing_typed_is_lost(desk: Desk, edition: Edition) -> None:
    typed = TYPED | {"name": "x" * 201, "accent": "#ffff00", "contact_email": "nobody"}
    answer = desk.post(f"/o/{edition.slug}/fair", **typed)
    said = words(answer)
    assert answer.status_code == 422
    assert "There are 3 things to mend" in said
    assert "At most 200 signs, please." in said
    assert "too pale to be seen on white" in said
    assert f'value="{"x" * 201}"' in answer.text
    assert 'value="nobody"' in answer.text
    assert edition.fair.name == "Salon des boucles locales"
