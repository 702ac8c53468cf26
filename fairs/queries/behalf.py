"""What organisers did in the name of somebody who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.models import DomainEvent
from fairs.queries import persons
from fairs.queries.persons import ACCOUNT

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Participant

KINDS = (  # what is otherwise a participant's own doing
    "ProfileChanged",
    "WishesDeclared",
    "AbsencesDeclared",
    "RemindersStopped",
    "RemindersResumed",
    "PersonalLinkReplaced",
    "ParticipantWithdrew",
)
SHOWN = 10


@dataclass(frozen=True)
class Deed:
    """Something done for somebody: when, what, and by whom, if they are still known."""

    at: datetime
    kind: str
    by: str | None


def done_for(session: Session, participant: Participant) -> list[Deed]:
    """The latest first; the same thing again by the same organiser within a day is told once."""
    deeds = session.scalars(
        select(DomainEvent)
        .where(
            DomainEvent.subject_id == participant.id,
            DomainEvent.kind.in_(KINDS),
            DomainEvent.actor.startswith(f"{ACCOUNT}:"),
        )
        .order_by(DomainEvent.at.desc(), DomainEvent.seq.desc())
        .limit(SHOWN * SHOWN)
    ).all()
    once = {(deed.at.date(), deed.kind, deed.actor): deed for deed in reversed(deeds)}
    told = sorted(once.values(), key=lambda deed: (deed.at, deed.seq), reverse=True)[:SHOWN]
    accounts = (
        persons.accounts_by_id(session, {persons.id_of(deed.actor, ACCOUNT) for deed in told}) if told else {}
    )
    doers = {deed.seq: accounts.get(persons.id_of(deed.actor, ACCOUNT)) for deed in told}
    return [
        Deed(deed.at, deed.kind, doer.name if doer else None) for deed in told for doer in [doers[deed.seq]]
    ]
