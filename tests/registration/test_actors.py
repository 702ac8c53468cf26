"""Each event says who did what the request did, as far as that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.domain import tokens
from fairs.models import DomainEvent
from fairs.outbox import VISITOR
from tests import factories
from tests.visiting import SECRET

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.visiting import Visitor


def actors(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(DomainEvent.kind, DomainEvent.actor).order_by(DomainEvent.seq))
    return [(kind, actor) for kind, actor in rows]


def test_whoever_presses_the_button_of_a_link_is_whose_link_it_is(visitor: Visitor) -> None:
    session = visitor.session
    edition = factories.edition(session, approves_itself=True)
    zoe = factories.participant(session, edition, state="received", confirmed_at=None, approved_at=None)
    visitor.post(f"/p/{tokens.issue(session, 'confirm', zoe.id, SECRET, factories.NOW)}")

    who = f"participant:{zoe.id}"
    assert actors(session) == [("RegistrationConfirmed", who), ("RegistrationApproved", who)]


def test_who_asks_for_a_link_is_not_known(visitor: Visitor) -> None:
    session = visitor.session
    edition = factories.edition(session)
    zoe = factories.participant(session, edition)
    visitor.post(f"/e/{edition.slug}/link", email=zoe.email)

    assert actors(session) == [("PersonalLinkAsked", VISITOR)]
