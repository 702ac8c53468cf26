"""How far somebody has come on the way to an agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from fairs import events
from fairs.models import Absence, DomainEvent, Interest, Listing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Participant


@dataclass(frozen=True)
class Participation:
    """What somebody has said so far."""

    listings: int  # offers and needs of the organisation
    wishes: int
    never: int  # whom they will not meet; not counted among the wishes
    absences: int
    said_when: bool  # also when the answer was: all day


def of(session: Session, participant: Participant) -> Participation:
    """What a participant has said so far."""
    levels = dict(
        session.execute(
            select(Interest.level, func.count()).filter_by(wisher_id=participant.id).group_by(Interest.level)
        ).all()
    )
    listings = (
        select(func.count()).select_from(Listing).filter_by(organisation_id=participant.organisation_id)
    )
    absences = select(func.count()).select_from(Absence).filter_by(participant_id=participant.id)
    missing = session.scalar(absences) or 0
    return Participation(
        listings=session.scalar(listings) or 0,
        wishes=sum(count for level, count in levels.items() if level != "never"),
        never=levels.get("never", 0),
        absences=missing,
        said_when=bool(missing) or _answered(session, participant),
    )


def _answered(session: Session, participant: Participant) -> bool:
    said = exists().where(
        DomainEvent.edition_id == participant.edition_id,
        DomainEvent.kind == events.AbsencesDeclared.__name__,
        DomainEvent.payload["participant_id"].as_string() == str(participant.id),
    )
    return bool(session.scalar(select(said)))
