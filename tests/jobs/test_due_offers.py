"""An offer that nobody took goes to the next, once, whichever clock ticks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.domain import registrations
from fairs.jobs.due_offers import OffersEnd
from fairs.models import Delivery, Participant
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from tests.jobs.works import Works


def test_an_offer_ends_by_itself_and_the_next_is_written_to_once(works: Works) -> None:
    with works.sessions.begin() as session:
        edition = factories.edition(session, capacity=1, approves_itself=True, offer_hours=24)
        has_it = factories.participant(session, edition)
        waiting = [factories.participant(session, edition, state="received") for _ in range(2)]
        for minute, person in enumerate(waiting):
            registrations.confirm(session, person, NOW + timedelta(minutes=minute))
        registrations.withdraw(session, has_it, NOW)
        first, second = (person.id for person in waiting)
    ends = OffersEnd()
    assert ends.see_to(works.sessions, NOW + timedelta(hours=23)) == 0
    assert [ends.see_to(works.sessions, NOW + timedelta(hours=24)) for _ in range(2)] == [1, 0]
    with works.sessions() as session:
        states = {row.id: row.state for row in session.scalars(select(Participant))}
        handlers = list(session.scalars(select(Delivery.handler).where(Delivery.handler.like("mail.offer%"))))
    assert (states[first], states[second]) == ("withdrawn", "offered")
    assert handlers.count("mail.offer_ended") <= 1
