"""Several people of one organisation in one edition."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from fairs.models import ColleagueAsked, Participant
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Organisation

GONE = ("withdrawn", "declined", "erased")
ASKED_FOR = timedelta(days=7)  # as long as the link in the mail works


def of(session: Session, participant: Participant) -> Sequence[Participant]:
    """Who else comes for the same organisation, or wants to; the first to register first."""
    return session.scalars(
        select(Participant)
        .where(
            Participant.edition_id == participant.edition_id,
            Participant.organisation_id == participant.organisation_id,
            Participant.id != participant.id,
            Participant.state.not_in(GONE),
        )
        .order_by(Participant.registered_at, Participant.id)
    ).all()


def proven(session: Session, participant: Participant) -> list[Participant]:
    """The same, without those whom a mail still asks: they are told of by `asked`, like everybody who is."""
    return [one for one in of(session, participant) if one.state != "received"]


def asked(session: Session, participant: Participant, now: datetime) -> Sequence[ColleagueAsked]:
    """To whom a mail left for this organisation that nobody has answered, lately."""
    unproven = or_(ColleagueAsked.newcomer_id.is_(None), Participant.state == "received")
    return session.scalars(
        select(ColleagueAsked)
        .outerjoin(Participant, Participant.id == ColleagueAsked.newcomer_id)
        .where(
            ColleagueAsked.edition_id == participant.edition_id,
            ColleagueAsked.organisation_id == participant.organisation_id,
            ColleagueAsked.asked_at > now - ASKED_FOR,
            unproven,
        )
        .order_by(ColleagueAsked.asked_at, ColleagueAsked.id)
    ).all()


def how_many(session: Session, participant: Participant, now: datetime) -> int:
    """Colleagues, and those who may become some."""
    return len(proven(session, participant)) + len(asked(session, participant, now))


def one(session: Session, participant: Participant, written: str) -> Participant | None:
    """A colleague by what stands in a form."""
    wanted = written_id(written)
    return next((colleague for colleague in of(session, participant) if colleague.id == wanted), None)


def is_shared(session: Session, organisation: Organisation, by: Participant) -> bool:
    """Whether anybody else, of whatever edition, belongs to an organisation too."""
    others = select(func.count()).where(
        Participant.organisation_id == organisation.id, Participant.id != by.id
    )
    return bool(session.scalar(others))
