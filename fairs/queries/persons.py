"""Whom events are about and who did them, and finding people in their records."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairs.models import Account, Membership, Organisation, Participant
from fairs.queries.people import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from fairs.models import Edition

ACCOUNT, PARTICIPANT = "account", "participant"  # what stands before the colon of an actor
AT_MOST = 100  # people found at once: the records of more are no answer to a question


def named(session: Session, edition: Edition, written: str) -> tuple[uuid.UUID, ...]:
    """Those whose name, organisation or address holds all words, or whose very id it is; not too many."""
    wanted = folded(written).split()
    everyone = session.execute(
        select(Participant.id, Participant.name, Participant.email, Organisation.name)
        .join(Participant.organisation)
        .where(Participant.edition_id == edition.id)
        .order_by(Participant.registered_at.desc(), Participant.id)
    )
    found = [
        person
        for person, *words in everyone
        if written == str(person) or all(word in folded(" ".join(words)) for word in wanted)
    ]
    return tuple(found[:AT_MOST])


def by_id(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, Participant]:
    """Participants with their organisations, in one query. Who was erased is not among them."""
    people = session.scalars(
        select(Participant)
        .where(Participant.id.in_({person for person in ids if person}))
        .options(joinedload(Participant.organisation), joinedload(Participant.edition))
    )
    return {person.id: person for person in people}


def accounts_by_id(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, Account]:
    """Accounts, in one query."""
    wanted = {account for account in ids if account}
    return {account.id: account for account in session.scalars(select(Account).where(Account.id.in_(wanted)))}


def organisers(session: Session, edition: Edition) -> list[Account]:
    """Those who run the fair of an edition, by name."""
    return list(
        session.scalars(
            select(Account)
            .join(Account.memberships)
            .where(Membership.fair_id == edition.fair_id)
            .order_by(Account.name, Account.id)
        )
    )


def id_of(actor: str, sort: str) -> uuid.UUID | None:
    """The id in an actor of a sort; None for another."""
    before, _, written = actor.partition(":")
    return uuid.UUID(written) if before == sort else None
