"""What is checked as it is typed: addresses that will be read, numbers that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fairs.domain.disposable import is_disposable, object_to_disposable
from fairs.domain.siret import clean_siret
from fairs.errors import Refused
from tests import factories

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.mark.parametrize(
    ("email", "thrown_away"),
    [
        ("zoe@mailinator.com", True),
        ("zoe@MAILINATOR.com", True),
        ("zoe@inbox.mailinator.com", True),
        ("zoe@lin-mailinator.fr", False),
        ("zoe@gmail.com", False),
        ("zoe@orange.fr", False),
        ("zoe@recyclerie.example", False),
        ("mailinator.com@lin.example", False),
    ],
)
def test_addresses_that_live_for_minutes_are_known_by_their_domain(email: str, thrown_away: bool) -> None:
    assert is_disposable(email) is thrown_away


def test_an_organiser_may_take_them_all_the_same(session: Session) -> None:
    edition = factories.edition(session)
    with pytest.raises(Refused, match=r"Addresses at yopmail\.com are thrown away after a while"):
        object_to_disposable(edition, "zoe@yopmail.com")
    edition.disposables_allowed = True
    object_to_disposable(edition, "zoe@yopmail.com")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        (" - ", ""),
        ("732 829 320 00074", "73282932000074"),
        ("732.829.320\N{NO-BREAK SPACE}00074", "73282932000074"),
        ("35600000049837", "35600000049837"),  # La Poste, by Luhn's rule or by its own
        ("35600000000048", "35600000000048"),
    ],
)
def test_a_siret_is_kept_as_its_figures(written: str, kept: str) -> None:
    assert clean_siret(written) == kept


@pytest.mark.parametrize("written", ["732829320", "732829320000741", "7328293200007A", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"])
def test_a_siret_has_fourteen_figures(written: str) -> None:
    with pytest.raises(Refused, match="fourteen figures"):
        clean_siret(written)


@pytest.mark.parametrize("written", ["73282932000075", "73282923000074", "35600000049838"])
def test_a_slip_in_a_siret_is_noticed(written: str) -> None:
    with pytest.raises(Refused, match="does not add up"):
        clean_siret(written)
