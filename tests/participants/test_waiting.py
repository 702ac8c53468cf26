"""What somebody who waits for a place sees, and does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fairs.domain import registrations
from tests import factories
from tests.visiting import me, words

if TYPE_CHECKING:
    from fairs.models import Participant
    from tests.visiting import Visitor


def coming(visitor: Visitor, **values: object) -> tuple[Participant, Participant]:
    """Somebody who has the only place, and somebody who waits for it and has entered."""
    edition = factories.edition(visitor.session, capacity=1, approves_itself=True, **values)
    has_it = factories.participant(visitor.session, edition)
    waits = factories.participant(visitor.session, edition, state="received")
    registrations.confirm(visitor.session, waits, factories.NOW)
    visitor.enter(waits)
    return has_it, waits


def test_who_waits_reads_the_rank_and_is_let_in_at_once(visitor: Visitor) -> None:
    has_it, waits = coming(visitor)
    page = words(visitor.get(me(waits.edition)))
    assert "You are number 1 on the waiting list" in page
    assert "it is yours, and we write to you at once" in page
    registrations.withdraw(visitor.session, has_it, factories.NOW)
    assert "waiting list" not in words(visitor.get(me(waits.edition)))


def test_a_place_that_is_held_is_taken_by_a_button(visitor: Visitor) -> None:
    has_it, waits = coming(visitor, offer_hours=24)
    registrations.withdraw(visitor.session, has_it, factories.NOW)
    page = words(visitor.get(me(waits.edition)))
    assert "A place is free for you" in page
    assert "until Tuesday 2 March 2027, 10:00" in page
    assert visitor.post(me(waits.edition, "/accept")).status_code == 303
    visitor.session.expire_all()
    assert waits.state == "approved"


def test_a_place_that_is_held_no_more_is_told_so(visitor: Visitor) -> None:
    has_it, waits = coming(visitor, offer_hours=24)
    registrations.withdraw(visitor.session, has_it, factories.NOW)
    waits.offered_until = factories.NOW - timedelta(hours=1)
    waits.state = "waitlisted"
    answer = visitor.post(me(waits.edition, "/accept"))
    assert "This place is not held for you any more." in words(answer)


def test_who_gives_a_place_up_lets_the_next_in(visitor: Visitor) -> None:
    has_it, waits = coming(visitor, offer_hours=24)
    later = factories.participant(visitor.session, waits.edition, state="received")
    registrations.confirm(visitor.session, later, factories.NOW)
    registrations.withdraw(visitor.session, has_it, factories.NOW)
    visitor.post(me(waits.edition, "/withdraw"), sure="y")
    visitor.session.expire_all()
    assert (waits.state, later.state) == ("withdrawn", "offered")
