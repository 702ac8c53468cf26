"""How values are written on pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from fairs.web import presentation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

PARIS = "Europe/Paris"
MORNING = datetime(2027, 3, 18, 8, 15, tzinfo=UTC)


@pytest.fixture(params=["fr", "en"])
def language(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    with app.test_request_context(f"/?lang={request.param}"):
        yield request.param


def test_times_are_those_of_the_place(language: str) -> None:
    said = {
        "fr": ("jeudi 18 mars 2027", "18 mars", "mars", "jeudi 18 mars 2027, 09:15"),
        "en": ("Thursday 18 March 2027", "18 March", "March", "Thursday 18 March 2027, 09:15"),
    }
    assert (
        presentation.day(MORNING, PARIS),
        presentation.date(MORNING, PARIS),
        presentation.month(MORNING, PARIS),
        presentation.when(MORNING, PARIS),
    ) == said[language]


def test_a_day_is_that_of_the_place(app: Flask) -> None:
    late = datetime(2027, 3, 18, 23, 30, tzinfo=UTC)
    with app.test_request_context("/?lang=en"):
        assert presentation.number(late, PARIS) == "19"
        assert presentation.number(late, "America/New_York") == "18"


def test_text_keeps_its_paragraphs_and_nothing_else() -> None:
    typed = "One\r\n<b>line</b>\r\n\r\n \r\nAnother"
    assert presentation.paragraphs(typed) == "<p>One<br>&lt;b&gt;line&lt;/b&gt;</p>\n<p>Another</p>"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("09:00 Welcome", ("09:00", "Welcome")),
        ("9 h 30 : accueil", ("9 h 30", "accueil")),
        ("14h-16h: meetings", ("14h-16h", "meetings")),
        ("Lunch", ("", "Lunch")),
        ("2027 will be good", ("", "2027 will be good")),
    ],
)
def test_a_programme_is_read_line_by_line(line: str, found: tuple[str, str]) -> None:
    assert presentation.programme(f"\n{line}\n") == [found]


def test_families_are_named_and_unknown_ones_stand_for_themselves(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert presentation.family_name("funder") == "Funder"
        assert presentation.family_name("farmers") == "farmers"
        assert presentation.family_name("") == ""
