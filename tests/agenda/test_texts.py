"""Words in a person's language, without a request."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from jinja2 import UndefinedError

from fairs import texts
from fairs.families import FAMILIES, family_of

PARIS = ZoneInfo("Europe/Paris")
NINE = datetime(2027, 3, 18, 8, 5, tzinfo=UTC)


def test_dates_and_times_are_said_as_people_say_them() -> None:
    assert [texts.local_day(NINE, PARIS, language) for language in ("fr", "en")] == [
        "jeudi 18 mars 2027",
        "Thursday 18 March 2027",
    ]
    assert [texts.time(NINE, PARIS, language) for language in ("fr", "en")] == ["09:05", "09:05"]
    assert texts.listed(["Ana", "Bao", "Chloé"], "fr") == "Ana, Bao et Chloé"


def test_a_day_is_that_of_the_place() -> None:
    late = datetime(2027, 3, 18, 23, 30, tzinfo=UTC)
    assert texts.local_day(late, PARIS, "fr") == "vendredi 19 mars 2027"


@pytest.mark.pains(2)
@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/Paris", "heure d’Europe centrale (Paris)"),
        ("Indian/Reunion", "heure : La Réunion"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_named_in_words_with_its_town(zone: str, name: str) -> None:
    assert texts.zone_name(ZoneInfo(zone), "fr").replace("\u00a0", " ") == name


def test_english_is_the_source_and_an_unknown_language_falls_back_to_it() -> None:
    assert texts.translator("en").gettext("Cancelled") == "Cancelled"
    assert texts.translator("tlh").gettext("Cancelled") == "Cancelled"


def test_a_forgotten_value_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(UndefinedError):
        texts.render("print/agenda.txt", "en")


def test_families_are_told_apart_by_letter_and_by_hue() -> None:
    assert len({family.letter for family in FAMILIES}) == len({family.colour for family in FAMILIES}) == 6
    assert family_of(" ESS ") == FAMILIES[0]
    assert family_of("") is None
