from __future__ import annotations

import pytest

from fairs.domain.refusals import refusal

FRENCH = {
    "%(people)s are never there at the same time.": "%(people)s ne sont jamais là en même temps.",
    "%(names)s and %(last)s": "%(names)s et %(last)s",
    "%(number)d more": "%(number)d autres",
}


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ("Zoé", "Zoé"),
        ("Zoé\nAli", "Zoé et Ali"),
        ("Zoé\nAli\nMia", "Zoé, Ali et Mia"),
        ("Zoé\nAli\nMia\nNoé\nEva", "Zoé, Ali, Mia et 2 autres"),
    ],
)
def test_names_are_joined_as_the_reader_s_language_does(people: str, told: str) -> None:
    sentence = refusal(
        "no_common_slot",
        {"people": people},
        "",
        FRENCH.__getitem__,
    )
    assert sentence == f"{told} ne sont jamais là en même temps."


def test_without_details_the_solver_s_own_sentence_is_told() -> None:
    assert refusal("no_common_slot", {}, "Never free together.", str.upper) == "Never free together."
