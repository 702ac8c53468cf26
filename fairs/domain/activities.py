"""Talks, workshops and round tables: what the programme says, who goes, what was written down afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from fairs import events
from fairs.domain import activity_quotas
from fairs.errors import Refused
from fairs.models import Activity, ActivityText, SignUp
from fairs.outbox import record

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant
    from fairs.models.activity import ActivityKind

MINUTES_AT_MOST = 20_000
ROOM = or_(Activity.places.is_(None), Activity.taken < Activity.places)


@dataclass(frozen=True)
class Words:
    """What an activity says in one language."""

    title: str
    words: str


@dataclass(frozen=True)
class Plan:
    """An activity as it is typed in."""

    kind: ActivityKind
    texts: Mapping[str, Words]  # by language; those without a title are left out
    starts_at: datetime
    ends_at: datetime
    room: str
    facilitator: str
    places: int | None
    quotas: Mapping[uuid.UUID, int] = field(default_factory=dict)  # by family; none: as many as there are


def add(session: Session, edition: Edition, plan: Plan, now: datetime) -> Activity:
    """One more activity in the programme."""
    _object(edition, plan)
    activity = Activity(edition_id=edition.id, kind=plan.kind, starts_at=plan.starts_at, ends_at=plan.ends_at)
    _write(activity, plan)
    activity.places = plan.places
    session.add(activity)
    session.flush()
    activity_quotas.set_all(session, activity, plan.quotas)
    record(session, events.ActivityChanged(edition.id, activity.id), now)
    return activity


def change(session: Session, edition: Edition, activity: Activity, plan: Plan, now: datetime) -> None:
    """Say something else of an activity. Who signed up stays signed up."""
    _object(edition, plan)
    enough = Activity.taken <= plan.places if plan.places is not None else Activity.taken >= 0
    if not _moved(session, activity, enough, places=plan.places):
        raise Refused(
            "%(taken)d people have signed up already: there cannot be fewer places than that.",
            field="places",
            taken=activity.taken,
        )
    activity_quotas.set_all(session, activity, plan.quotas)
    _write(activity, plan)
    record(session, events.ActivityChanged(edition.id, activity.id), now)


def remove(session: Session, activity: Activity, now: datetime) -> None:
    """Take an activity out of the programme, with everybody's places in it."""
    title = activity.text(activity.edition.fair.language).title
    record(session, events.ActivityRemoved(activity.edition_id, title), now)
    session.execute(delete(SignUp).where(SignUp.activity_id == activity.id))
    session.delete(activity)


def sign_up(session: Session, participant: Participant, activity: Activity, now: datetime) -> None:
    """Take a place. Signing up twice is signing up once."""
    if not participant.takes_part:
        raise Refused("You can sign up as soon as you take part in this edition.")
    if activity.edition.cancelled or now >= activity.ends_at:
        raise Refused("This activity is over or will not be held.")
    theirs = (activity.id, participant.id)
    if session.get(SignUp, theirs) is not None:
        return
    if not _moved(session, activity, ROOM, taken=Activity.taken + 1):
        if session.get(SignUp, theirs) is not None:  # the same button, pressed twice at once
            return
        raise Refused("All places of this activity are taken. One may become free: look again later.")
    if not activity_quotas.has_room(session, activity, participant):
        _moved(session, activity, Activity.taken > 0, taken=Activity.taken - 1)
        if session.get(SignUp, theirs) is not None:  # the same button
            return
        raise Refused(
            "All places of this activity for your family are taken. One may become free: look again later."
        )
    try:
        with session.begin_nested():
            session.add(SignUp(activity_id=activity.id, participant_id=participant.id, signed_up_at=now))
    except IntegrityError:  # likewise, with places to spare: the other press was first
        _moved(session, activity, Activity.taken > 0, taken=Activity.taken - 1)
        return
    record(session, events.ActivityChosen(activity.edition_id, participant.id, activity.id, comes=True), now)


def sign_out(session: Session, participant: Participant, activity: Activity, now: datetime) -> None:
    """Give the place back."""
    gone = session.connection().execute(
        delete(SignUp).where(SignUp.activity_id == activity.id, SignUp.participant_id == participant.id)
    )
    if gone.rowcount:
        session.expire_all()
        _moved(session, activity, Activity.taken > 0, taken=Activity.taken - 1)
        record(
            session, events.ActivityChosen(activity.edition_id, participant.id, activity.id, comes=False), now
        )


def leave_all(session: Session, participant: Participant, now: datetime) -> None:
    """Somebody will not come: all their places are free."""
    theirs = select(Activity).join(SignUp).where(SignUp.participant_id == participant.id)
    for activity in session.scalars(theirs).all():
        sign_out(session, participant, activity, now)


def write_minutes(session: Session, activity: Activity, minutes: str, now: datetime) -> None:
    """What was said and decided, for those who were there."""
    if now < activity.starts_at:
        raise Refused("Minutes can be written once it has begun.", field="minutes")
    if len(minutes) > MINUTES_AT_MOST:
        raise Refused("At most %(most)d letters, please.", field="minutes", most=MINUTES_AT_MOST)
    activity.minutes = minutes.strip()
    record(session, events.ActivityChanged(activity.edition_id, activity.id), now)


def _object(edition: Edition, plan: Plan) -> None:
    if plan.ends_at <= plan.starts_at:
        raise Refused("The end must come after the start.", field="ends_at")
    if plan.starts_at < edition.starts_at or plan.ends_at > edition.ends_at:
        raise Refused("This lies outside the hours of the edition.", field="starts_at")
    if not any(words.title.strip() for words in plan.texts.values()):
        raise Refused("Give it a title, in one language at least.", field="title_fr")


def _write(activity: Activity, plan: Plan) -> None:
    activity.kind, activity.starts_at, activity.ends_at = plan.kind, plan.starts_at, plan.ends_at
    activity.room, activity.facilitator = plan.room.strip(), plan.facilitator.strip()
    there = {text.language: text for text in activity.texts}
    said = {language: words for language, words in plan.texts.items() if words.title.strip()}
    activity.texts = [there.get(language) or ActivityText(language=language, title="") for language in said]
    for text in activity.texts:
        text.title, text.words = said[text.language].title.strip(), said[text.language].words.strip()


def _moved(session: Session, activity: Activity, if_so: ColumnElement[bool], **values: object) -> bool:
    """Counted by the database itself, so that the last place is given once."""
    session.flush()
    order = update(Activity).where(Activity.id == activity.id, if_so).values(values)
    rows = session.connection().execute(order).rowcount
    session.expire(activity, ["taken", "places"])
    return rows == 1
