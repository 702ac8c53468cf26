"""An address that was wrong: from now on mails go to the right one, and nobody enters by what went astray."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import addresses, tokens
from fairs.domain.correcting import correct_address
from fairs.errors import NotFound, Refused
from fairs.models import DeadAddress, DomainEvent
from tests import factories
from tests.factories import NOW, SECRET

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WRONG, RIGHT = "zoe@recyclrie.example", "zoe@recyclerie.example"


def test_links_that_went_astray_open_nothing_and_wishes_stay(session: Session) -> None:
    edition = factories.edition(session)
    zoe, ali = factories.participant(session, edition, email=WRONG), factories.participant(session, edition)
    factories.mutual(session, zoe, ali)
    astray = {
        purpose: tokens.issue(session, purpose, zoe.id, SECRET, NOW) for purpose in ("personal", "feed")
    }
    addresses.mark(session, WRONG, "bounced", "550 unknown", NOW)

    correct_address(session, zoe, f" {RIGHT.upper()} ", NOW)
    session.flush()

    assert (zoe.email, zoe.state) == (RIGHT, "approved")
    assert session.scalars(select(DeadAddress)).all() == []
    assert [event.kind for event in session.scalars(select(DomainEvent))] == ["AddressCorrected"]
    for purpose, raw in astray.items():
        with pytest.raises(NotFound):
            tokens.redeem(session, purpose, raw, NOW)


def test_a_dead_address_of_another_edition_stays_marked(session: Session) -> None:
    zoe, also_zoe = (
        factories.participant(session, factories.edition(session), email=WRONG) for _ in range(2)
    )
    addresses.mark(session, WRONG, "bounced", "550 unknown", NOW)

    correct_address(session, zoe, RIGHT, NOW)

    assert session.get(DeadAddress, also_zoe.email) is not None


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("ali@maison.example", "Somebody else is registered with this address."),
        (WRONG, "This is the address that is known already."),
        ("zoe at home", "This does not look like an e-mail address"),
    ],
)
def test_what_is_no_better_is_refused(session: Session, written: str, sentence: str) -> None:
    edition = factories.edition(session)
    zoe = factories.participant(session, edition, email=WRONG)
    factories.participant(session, edition, email="ali@maison.example")

    with pytest.raises(Refused, match=sentence) as refused:
        correct_address(session, zoe, written, NOW)

    assert refused.value.field == "email"


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_who_has_left_is_not_written_to(session: Session, state: str) -> None:
    zoe = factories.participant(session, factories.edition(session), email=WRONG, state=state)

    with pytest.raises(Refused, match="has left this edition"):
        correct_address(session, zoe, RIGHT, NOW)
