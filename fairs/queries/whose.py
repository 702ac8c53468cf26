"""Who somebody is to the tables: registrations of an edition, or everything that is held under an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from fairs.models import Account, Follower, Handover, Mail, Participant, TeamInvitation
from fairs.models.holdings import Whose

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from fairs.models import Edition


def registered(session: Session, edition: Edition, people: Sequence[Participant]) -> Whose:
    """What belongs to registrations; where nothing else does, also what hangs on the address alone."""
    addresses = tuple(person.email for person in people)
    return Whose(
        people=tuple(person.id for person in people),
        organisations=_alone_in(session, people),
        addresses=addresses,
        editions=(edition.id,),
        fairs=(edition.fair_id,),
        lonely=tuple(one for one in addresses if not _is_known_elsewhere(session, one, edition)),
    )


def at_address(session: Session, email: str) -> Whose:
    """Everything that is held under an address."""
    people = registrations(session, email)
    return Whose(
        people=tuple(person.id for person in people),
        organisations=_alone_in(session, people),
        addresses=(email,),
        accounts=tuple(session.scalars(select(Account.id).filter_by(email=email))),
        editions=tuple(person.edition_id for person in people),
        lonely=(email,),
    )


def registrations(session: Session, email: str) -> Sequence[Participant]:
    """Whatever somebody registered for under an address, whatever became of it; the newest first."""
    registered_there = select(Participant).where(Participant.email == email, Participant.state != "erased")
    return session.scalars(registered_there.order_by(Participant.registered_at.desc(), Participant.id)).all()


def _alone_in(session: Session, people: Sequence[Participant]) -> tuple[uuid.UUID, ...]:
    """The organisations to which nobody but these people belongs."""
    theirs = {person.organisation_id for person in people}
    shared = select(Participant.organisation_id).where(
        Participant.organisation_id.in_(theirs),
        Participant.id.not_in([person.id for person in people]),
        Participant.state != "erased",
    )
    return tuple(theirs - set(session.scalars(shared)))


def _is_known_elsewhere(session: Session, email: str, edition: Edition) -> bool:
    elsewhere = (
        exists().where(Participant.email == email, Participant.edition_id != edition.id),
        exists().where(Account.email == email),
        exists().where(TeamInvitation.email == email),
        exists().where(Follower.email == email, Follower.fair_id != edition.fair_id),
        exists().where(Mail.recipient == email, Mail.edition_id != edition.id),
        exists().where(
            Handover.email == email,
            Handover.participant_id == Participant.id,
            Participant.edition_id != edition.id,
        ),
    )
    return any(session.scalar(select(found)) for found in elsewhere)
