"""Who runs the demonstration, in each rôle, and what was done in the name of somebody who takes part."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.domain import tokens
from fairs.models import Account, Membership, TeamInvitation
from fairs.outbox import ACTOR, record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.demonstration.reading import Network
    from fairs.models import Edition, Fair, Participant

INVITED = "yann.legoff@aubrelle-solidaire.example"


def gather(session: Session, network: Network, fairs: list[Fair], now: datetime) -> None:
    """The accounts, the first one first."""
    session.add_all(
        Account(
            email=organiser.email,
            name=organiser.name,
            language=organiser.language,
            created_at=now + timedelta(minutes=number),
            memberships=[Membership(fair=fair, role=organiser.may) for fair in fairs],
        )
        for number, organiser in enumerate(network.organisers)
    )
    session.flush()


def invite(session: Session, edition: Edition, now: datetime) -> None:
    """Somebody has not answered yet."""
    session.add(
        TeamInvitation(
            fair_id=edition.fair_id,
            edition_id=edition.id,
            invited_by_id=first(session).id,
            email=INVITED,
            role="organiser",
            invited_at=now - timedelta(days=2),
            ends_at=now - timedelta(days=2) + tokens.INVITATION_FOR,
        )
    )


def stand_in(session: Session, participant: Participant, now: datetime) -> None:
    """On the telephone somebody asked for another wish."""
    session.info[ACTOR] = f"account:{first(session).id}"
    for happened in (events.ActedFor, events.WishesDeclared):
        record(session, happened(participant.edition_id, participant.id), now - timedelta(hours=20))
    del session.info[ACTOR]


def first(session: Session) -> Account:
    """Whom the demonstration's door lets organisers be."""
    return session.scalars(select(Account).order_by(Account.created_at).limit(1)).one()
