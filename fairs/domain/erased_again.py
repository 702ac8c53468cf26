"""A backup knows people who were erased since: they are erased again where it is put back."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.domain import erasing
from fairs.models import Account, DomainEvent, Participant

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

FILE = "erased"  # in the home folder
PARTICIPANT, ACCOUNT = "participant", "account"


def listed(session: Session) -> list[str]:
    """A line for each erasure that this database knows of, the oldest first."""
    names = {
        events.PersonErased.__name__: (PARTICIPANT, "participant_id"),
        events.AccountErased.__name__: (ACCOUNT, "account_id"),
    }
    erased = select(DomainEvent).where(DomainEvent.kind.in_(names)).order_by(DomainEvent.seq)
    found = ((names[event.kind], event.payload) for event in session.scalars(erased))
    return [f"{sort} {payload[column]}" for (sort, column), payload in found]


def erase_again(session: Session, lines: Iterable[str], now: datetime) -> int:
    """Erase those who stand in such lines and are known here; returns how many. Other lines are passed over.

    What belongs to an account is erased without asking who owns its fairs then: that was asked once.
    """
    known = 0
    for line in dict.fromkeys(lines):
        sort, _, written = line.strip().partition(" ")
        try:
            found = uuid.UUID(written)
        except ValueError:
            continue
        if sort == PARTICIPANT:
            participant = session.get(Participant, found)
            if participant is not None and participant.state != "erased":
                erasing.erase(session, participant, now)
                known += 1
        elif sort == ACCOUNT and (account := session.get(Account, found)) is not None:
            erasing.erase_address(session, account.email, now, asked=False)
            known += 1
    return known
