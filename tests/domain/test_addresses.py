"""Addresses that take no mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.domain import addresses
from fairs.queries.addresses import dead_among
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_an_address_is_marked_once_however_it_is_written(session: Session) -> None:
    assert addresses.mark(session, "Zoe@Org.example", "refused", "550 5.1.1 unknown", NOW)
    assert not addresses.mark(session, "zoe@org.example", "bounced", "gone", NOW)
    (dead,) = dead_among(session, ["zoe@org.example"]).values()
    assert (dead.email, dead.how, dead.said, dead.since) == (
        "zoe@org.example",
        "refused",
        "550 5.1.1 unknown",
        NOW,
    )


def test_of_a_page_of_addresses_the_dead_ones_are_found_as_they_were_written(session: Session) -> None:
    addresses.mark(session, "ali@org.example", "bounced", "gone", NOW)
    assert list(dead_among(session, ["Ali@org.example", "mia@org.example", ""])) == ["Ali@org.example"]


def test_an_address_is_freed_by_a_person_or_by_what_disproves_the_mark(session: Session) -> None:
    addresses.mark(session, "ali@org.example", "bounced", "gone", NOW)
    addresses.forgive(session, "ali@org.example", how="refused")
    assert dead_among(session, ["ali@org.example"])
    addresses.forgive(session, "Ali@org.example")
    assert dead_among(session, ["ali@org.example"]) == {}
