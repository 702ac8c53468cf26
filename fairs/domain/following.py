"""Following a fair or meetup: a mail for each new date, for addresses whose owners asked for it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from fairs import events
from fairs.domain.mail_addresses import clean_email
from fairs.models import Follower
from fairs.outbox import record
from fairs.queries import told

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Fair

PATIENCE = timedelta(minutes=10)  # an address is not written to again and again because somebody types it


def follow(session: Session, fair: Fair, email: str, language: str, now: datetime) -> None:
    """Write to an address to have it confirmed. Whether it was known is told to nobody."""
    address = clean_email(email)
    known = session.scalar(select(Follower).filter_by(fair_id=fair.id, email=address))
    if known is not None and (known.confirmed_at is not None or now < known.asked_at + PATIENCE):
        return
    follower = known or Follower(fair_id=fair.id, email=address)
    follower.language, follower.asked_at = language, now
    try:
        with session.begin_nested():
            session.add(follower)
    except IntegrityError:  # the same form, sent twice at once: the other one was first
        return
    record(session, events.FollowingAsked(None, follower.id), now)


def confirm(session: Session, follower: Follower, now: datetime) -> None:
    """The address is proven. Dates that are announced already stand on the page."""
    if follower.confirmed_at is None:
        follower.confirmed_at = follower.told_at = now
        record(session, events.FollowingConfirmed(None, follower.id), now)


def stop(session: Session, follower: Follower, now: datetime) -> None:
    """Nothing more, and nothing is kept of the address."""
    session.delete(follower)
    record(session, events.FollowingStopped(None), now)


def tell_of_date(session: Session, edition: Edition, now: datetime) -> None:
    """An edition was announced, or moved: a mail for each follower, in which several dates find room."""
    for follower_id in told.followers(session, edition.fair):
        record(session, events.NewDateAddressed(edition.id, follower_id), now)
