"""An edition that will not be held: who is told, and what can no longer happen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fairs.domain import cancelling, registrations
from fairs.errors import Refused
from fairs.models import DomainEvent
from fairs.queries import told
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(session, approves_itself=True)


def test_it_keeps_the_word_and_closes_everything(session: Session, edition: Edition) -> None:
    cancelling.cancel(session, edition, " Grippe. ", NOW)
    assert (edition.cancelled_at, edition.cancelled_because) == (NOW, "Grippe.")
    assert (edition.registration_open(NOW), edition.wishes_open(NOW)) == (False, False)
    (event,) = session.query(DomainEvent).all()
    assert (event.kind, event.payload) == ("EditionCancelled", {"by_rule": False})


@pytest.mark.parametrize("words", ["", "  ", "x" * 2001])
def test_a_word_is_needed_and_not_a_book(session: Session, edition: Edition, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        cancelling.cancel(session, edition, words, NOW)
    assert (refusal.value.field, edition.cancelled_at) == ("words", None)


def test_it_is_done_once_and_not_after_the_day(session: Session, edition: Edition) -> None:
    with pytest.raises(Refused, match="is over"):
        cancelling.cancel(session, edition, "Grippe.", edition.ends_at)
    cancelling.cancel(session, edition, "Grippe.", NOW)
    with pytest.raises(Refused, match="already"):
        cancelling.cancel(session, edition, "Grippe.", NOW + timedelta(hours=1))


def test_those_who_are_registered_with_a_proven_address_are_told(session: Session, edition: Edition) -> None:
    people = {
        state: factories.participant(session, edition, state=state)
        for state in ("approved", "confirmed", "received", "declined", "withdrawn")
    }
    expected = {people["approved"].id, people["confirmed"].id}
    assert set(told.people(session, edition)) == expected
    assert cancelling.address(session, edition, NOW) == 2


def test_nobody_is_let_in_any_more(session: Session, edition: Edition) -> None:
    late = factories.participant(session, edition, state="received", approved_at=None)
    waiting = factories.participant(session, edition, state="confirmed", approved_at=None)
    cancelling.cancel(session, edition, "Grippe.", NOW)
    registrations.confirm(session, late, NOW)
    assert late.state == "confirmed"
    with pytest.raises(Refused, match="is cancelled"):
        registrations.approve(session, waiting, NOW)
    assert edition.taken == 0
