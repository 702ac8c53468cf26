"""Whom a letter of the organiser reaches: those of an audience who did not ask for fewer mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import exists, func, select

from fairs.models import Interest, Participant

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from fairs.models import Edition

Audience = Literal["approved", "without_wishes", "waiting", "waitlisted"]
STATES = {"waiting": "confirmed", "waitlisted": "waitlisted"}
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def of_edition(session: Session, edition: Edition, audience: Audience) -> Sequence[uuid.UUID]:
    """Everyone whom a letter would reach, in the order in which they registered."""
    reached = select(Participant.id).where(Participant.edition_id == edition.id, *_reached(audience))
    return session.scalars(reached.order_by(Participant.registered_at, Participant.id)).all()


def counts(session: Session, edition: Edition) -> dict[Audience, int]:
    """How many a letter would reach, for each audience."""
    of_it = Participant.edition_id == edition.id
    return {
        audience: session.scalar(select(func.count(Participant.id)).where(of_it, *_reached(audience))) or 0
        for audience in AUDIENCES
    }


def silent(session: Session, edition: Edition) -> int:
    """How many asked for no mail that can be done without, and would otherwise be reached."""
    asked = (Participant.edition_id == edition.id, Participant.reminders_stopped_at.is_not(None))
    inside = Participant.state.in_(("approved", "confirmed", "waitlisted", "offered"))
    return session.scalar(select(func.count(Participant.id)).where(*asked, inside)) or 0


def is_reached(session: Session, person: Participant, audience: Audience) -> bool:
    """Whether somebody is still among those to whom a letter was written."""
    return bool(session.scalar(select(exists().where(Participant.id == person.id, *_reached(audience)))))


def _reached(audience: Audience) -> tuple[ColumnElement[bool], ...]:
    willing = Participant.reminders_stopped_at.is_(None)
    state = Participant.state == STATES.get(audience, "approved")
    if audience == "without_wishes":
        return willing, state, ~exists().where(Interest.wisher_id == Participant.id)
    return willing, state
