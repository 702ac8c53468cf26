"""Who came to an earlier edition of the same fair, and whom of them a new invitation would reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from fairs.models import Edition, Invitation, Organisation, Participant
from fairs.queries.addresses import dead_among

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Family
    from fairs.models.participant import State

Group = Literal["came", "waited", "withdrew"]
STATES: dict[Group, tuple[State, ...]] = {
    "came": ("approved",),
    "waited": ("confirmed", "waitlisted", "offered"),
    "withdrew": ("withdrawn",),
}
"""Whoever was declined, or never proved the address, is not invited again."""
Reason = Literal["registered", "invited", "silent", "dead"]


@dataclass(frozen=True)
class Wanted:
    """Whom to invite again."""

    groups: Collection[Group]
    kinds: Collection[str]  # of families; who had none belongs to ""
    but: Collection[uuid.UUID] = ()  # left out by hand


@dataclass(frozen=True)
class Reach:
    """Whom an invitation reaches, and how many it does not, by reason."""

    people: tuple[Participant, ...] = ()
    left_out: dict[Reason, int] = field(default_factory=dict)
    by_hand: tuple[Participant, ...] = ()


def editions(session: Session, edition: Edition) -> Sequence[Edition]:
    """The earlier editions of the same fair, the latest first."""
    return session.scalars(
        select(Edition)
        .where(
            Edition.fair_id == edition.fair_id,
            Edition.starts_at < edition.starts_at,
            Edition.opened_at.is_not(None),
        )
        .options(selectinload(Edition.texts), joinedload(Edition.fair))
        .order_by(Edition.starts_at.desc())
    ).all()


def reach(session: Session, edition: Edition, earlier: Edition, wanted: Wanted, now: datetime) -> Reach:
    """Whom of an earlier edition an invitation to this one would reach. One mail an address."""
    people = [one for one in _people(session, earlier, wanted.groups) if _kind(one) in wanted.kinds]
    excluded = _excluded(session, edition, [one.email for one in people], now)
    left_out: dict[Reason, int] = {}
    for one in people:
        if (reason := excluded.get(one.email)) is not None:
            left_out[reason] = left_out.get(reason, 0) + 1
    reached = [one for one in people if one.email not in excluded]
    return Reach(
        people=tuple(one for one in reached if one.id not in wanted.but),
        left_out=left_out,
        by_hand=tuple(one for one in reached if one.id in wanted.but),
    )


def _people(session: Session, earlier: Edition, groups: Collection[Group]) -> Sequence[Participant]:
    states = [state for group in groups for state in STATES[group]]
    return session.scalars(
        select(Participant)
        .join(Participant.organisation)
        .outerjoin(Participant.family)
        .where(
            Participant.edition_id == earlier.id,
            Participant.state.in_(states),
            or_(Participant.state != "withdrawn", Participant.confirmed_at.is_not(None)),
        )
        .options(joinedload(Participant.organisation), joinedload(Participant.family))
        .order_by(Organisation.name, Participant.name, Participant.id)
    ).all()


def _excluded(
    session: Session, edition: Edition, emails: Collection[str], now: datetime
) -> dict[str, Reason]:
    """Why an address is not written to; the weightiest reason last, for it is the one that is told."""
    silent = (
        select(Participant.email)
        .join(Participant.edition)
        .where(Edition.fair_id == edition.fair_id, Participant.reminders_stopped_at.is_not(None))
    )
    invited = select(Invitation.email).where(
        Invitation.edition_id == edition.id,
        Invitation.kind == "personal",
        Invitation.revoked_at.is_(None),
        (Invitation.expires_at.is_(None)) | (Invitation.expires_at > now),
        Invitation.used < Invitation.seats,
    )
    registered = select(Participant.email).where(
        Participant.edition_id == edition.id, Participant.state.not_in(("withdrawn", "declined"))
    )
    excluded: dict[str, Reason] = dict.fromkeys(dead_among(session, emails), "dead")
    excluded |= dict.fromkeys(session.scalars(silent), "silent")
    excluded |= dict.fromkeys(session.scalars(invited), "invited")
    return excluded | dict.fromkeys(session.scalars(registered), "registered")


def _kind(person: Participant) -> str:
    family: Family | None = person.family
    return family.kind if family is not None else person.organisation.family
