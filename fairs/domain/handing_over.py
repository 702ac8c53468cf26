"""Somebody cannot come, and a colleague comes instead.

A new person takes over the very place: the same row, so that wishes and meetings keep their identity, with a
name and an address of their own. Somebody who takes part already takes over the wishes, and the meetings for
which they are free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from fairs import events
from fairs.domain import colleagues, consents, revisions, tokens, waiting
from fairs.domain.publishing import publish
from fairs.domain.registrations import INSIDE, NAME_LENGTH
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Answer, Consent, Handover, Interest, Upload
from fairs.models.account import Purpose
from fairs.outbox import record
from fairs.queries import schedules

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.domain.colleagues import Colleague
    from fairs.models import Participant, Schedule


def hand_over(session: Session, participant: Participant, successor: Colleague, now: datetime) -> None:
    """Let a new person have the place, the wishes and the meetings. The former one's links die at once.

    Whoever shall come instead is asked first: see `fairs.domain.substitutes`.
    """
    edition = participant.edition
    take_up(session, edition)
    session.refresh(participant, ["state"], with_for_update=True)
    if participant.state not in INSIDE or now >= edition.ends_at:
        raise Refused("This place cannot be handed over any more.")
    email = colleagues.object_to(edition, successor)
    published = schedules.published(session, edition) if participant.takes_part else None
    former = Handover(
        participant_id=participant.id,
        name=participant.name,
        email=participant.email,
        language=participant.language,
        schedule_id=published.id if published else None,
        handed_over_at=now,
    )
    try:
        with session.begin_nested():
            participant.email = email
    except IntegrityError:
        email = ""
    if not email or email == former.email:
        session.refresh(participant, ["email"])
        raise Refused(
            "This address stands in this edition already: it cannot take another place over.", field="email"
        )
    session.add(former)
    session.flush()
    _begin_anew(session, participant, successor, now)
    record(session, events.PlaceHandedOver(edition.id, participant.id, former.id), now)
    if published is not None:
        _tell_partners(session, participant, published, now)


def _begin_anew(session: Session, participant: Participant, successor: Colleague, now: datetime) -> None:
    """What was said by the former person of themselves is nobody else's: it goes."""
    participant.name = successor.name.strip()[:NAME_LENGTH]
    participant.role, participant.language = successor.role.strip()[:NAME_LENGTH], successor.language
    participant.email_shown = participant.reminded_before_meetings = False
    participant.confirmed_at = participant.reminders_stopped_at = None
    participant.absences = []
    for table in (Answer, Upload, Consent):
        session.execute(delete(table).where(table.participant_id == participant.id))
    consents.note(session, participant, now)
    for purpose in get_args(Purpose):
        tokens.revoke(session, purpose, participant.id, now)


def _tell_partners(session: Session, participant: Participant, published: Schedule, now: datetime) -> None:
    """The meetings stay as they are but for who comes: calendars learn of it by a new revision."""
    theirs = {
        meeting.uid
        for meeting in published.meetings
        if not meeting.cancelled
        and meeting.ends_at > now
        and any(attendance.participant_id == participant.id for attendance in meeting.attendances)
    }
    if theirs:
        revision = revisions.renewed(session, published, theirs, now)
        publish(session, revision, now, but={participant.id})


def accept(session: Session, participant: Participant, now: datetime) -> bool:
    """The new person has proven the address: they get the agenda. Whether that is news."""
    take_up(session, participant.edition)
    session.refresh(participant, ["state", "confirmed_at"], with_for_update=True)
    handed_over = newest(session, participant) is not None
    if participant.state not in INSIDE or participant.confirmed_at is not None or not handed_over:
        return False
    participant.confirmed_at = now
    record(session, events.HandoverAccepted(participant.edition_id, participant.id), now)
    published = schedules.published(session, participant.edition)
    if published is not None and participant.takes_part:
        told = events.AgendaPublished(participant.edition_id, participant.id, published.id, None)
        record(session, told, now)
    return True


def newest(session: Session, participant: Participant) -> Handover | None:
    """The last time that this place passed to somebody else."""
    handovers = select(Handover).filter_by(participant_id=participant.id)
    return session.scalar(handovers.order_by(Handover.handed_over_at.desc()).limit(1))


def pass_to(session: Session, participant: Participant, colleague: Participant, now: datetime) -> None:
    """Withdraw; a colleague who takes part has the wishes, and the meetings for which they are free."""
    edition = participant.edition
    take_up(session, edition)
    for person in (participant, colleague):
        session.refresh(person, ["state"], with_for_update=True)
    if participant.state in {"withdrawn", "declined", "erased"}:
        return
    same = (participant.edition_id, participant.organisation_id)
    if colleague.id == participant.id or (colleague.edition_id, colleague.organisation_id) != same:
        raise Refused("Only a colleague of the same organisation can take over.")
    if not colleague.takes_part:
        raise Refused("%(name)s does not take part yet and cannot take over.", name=colleague.name)
    took_part = participant.takes_part
    _pass_wishes(session, participant, colleague)
    waiting.leave(session, participant, now)
    record(session, events.WishesPassedOn(edition.id, colleague.id, participant.id), now)
    record(session, events.ParticipantWithdrew(edition.id, participant.id, took_part), now)
    published = schedules.published(session, edition)
    if published is not None and took_part and edition.repairs_itself:
        publish(session, revisions.passed_on(session, published, participant, colleague, now), now)
    waiting.fill(session, edition, now)


def _pass_wishes(session: Session, participant: Participant, colleague: Participant) -> None:
    """To meet, not to avoid: that is a person's own. What the colleague has said themselves stays."""
    for mine, others in (("wisher_id", "wished_id"), ("wished_id", "wisher_id")):
        column, other = getattr(Interest, mine), getattr(Interest, others)
        known = set(session.scalars(select(other).where(column == colleague.id))) | {colleague.id}
        wishes = select(Interest).where(column == participant.id, Interest.level != "never")
        for wish in session.scalars(wishes).all():
            if getattr(wish, others) not in known:
                setattr(wish, mine, colleague.id)
    session.flush()
