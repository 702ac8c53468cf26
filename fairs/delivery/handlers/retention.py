"""The team is told that people will soon be numbers; and when the time is over, they become numbers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fairs import clock, events
from fairs.delivery.handler import Handler
from fairs.delivery.handlers.mails import mail
from fairs.delivery.letters import in_words, to_account
from fairs.domain import retention
from fairs.models import Account, Edition
from fairs.outbox import record
from fairs.queries import privacy

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.events import RetentionDrewNear, RetentionFellDue


def _drew_near(event: RetentionDrewNear, links: Addresses) -> Letter | None:
    """Nothing, where the organiser has meanwhile said otherwise."""
    account = links.session.get(Account, event.account_id)
    edition = links.session.get(Edition, event.edition_id)
    if account is None or edition is None:
        return None
    terms = privacy.terms_of(links.session, edition)
    if terms.warned_of != retention.ends_at(edition, terms):
        return None
    fair = in_words(edition, account.language, links.settings)
    return to_account(
        "retention_near",
        account,
        links.now,
        about=fair.title,
        zone=fair.zone,
        due_at=datetime.fromisoformat(event.due_at),
        people=privacy.numbers(links.session, edition)[0],
        page=f"{links.settings.base_url}/o/{edition.slug}/privacy",
    )


def _load(
    session: Session, errand: Errand[RetentionFellDue], _now: datetime, _tools: Tools
) -> list[Sequence[uuid.UUID]]:
    edition_id = errand.event.edition_id
    return retention.bundles(session, edition_id) if edition_id else []


def _forget(errand: Errand[RetentionFellDue], bundles: list[Sequence[uuid.UUID]], tools: Tools) -> None:
    """Some at a time: whoever goes on after a breakdown finds those who still have a name."""
    for people in bundles:
        with tools.transaction() as session:
            if errand.event.edition_id is not None:
                retention.make_numbers(session, errand.event.edition_id, people, clock.now())


def _done(
    session: Session, errand: Errand[RetentionFellDue], _none: None, now: datetime, _tools: Tools
) -> None:
    edition = session.get_one(Edition, errand.event.edition_id)
    record(session, events.PeopleForgotten(edition.id, privacy.numbers(session, edition)[1]), now)


drew_near = mail(_drew_near)
carry_out = Handler(load=_load, act=_forget, settle=_done)
