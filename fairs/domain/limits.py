"""How often something may be asked for: counted in the database, so that it holds over all processes.

What is counted is counted in the transaction of what it allows: what was rolled back has not happened, and
of two that come at once for the last time one is refused.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from fairs.errors import TooMany
from fairs.models import Allowance

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

AN_HOUR = timedelta(hours=1)
GUESSES_AN_HOUR = 10  # at something that nobody needs to guess
LETTERS_AN_HOUR = 6  # to one address: with links or codes, that anybody may ask for
KEPT = timedelta(days=1)


def letter_to(session: Session, email: str, now: datetime) -> None:
    """Somebody asks for a mail to an address, known or not. Raises TooMany."""
    wait = _take(session, f"letter:{email.strip().casefold()}", LETTERS_AN_HOUR, AN_HOUR, now)
    if wait is not None:
        raise TooMany(
            "%(most)d mails went to this address within the hour, and their links work: look for them, also "
            "among the unwanted mails. You can ask for the next one in %(minutes)d min.",
            wait,
            most=LETTERS_AN_HOUR,
        )


def from_network(session: Session, what: str, network: str | None, most: int, now: datetime) -> None:
    """Somebody asks for something from a network. `most`: an hour, 0 for no limit. Raises TooMany."""
    if network is None or not most:
        return
    wait = _take(session, f"{what}:{network}", most, AN_HOUR, now)
    if wait is not None:
        raise TooMany(
            "This was asked for very often from where you are. Nothing of what you typed is lost: "
            "try again in %(minutes)d min.",
            wait,
        )


def guess(session: Session, at: str, now: datetime) -> None:
    """Somebody shows a code that could be guessed. Raises TooMany."""
    wait = _take(session, f"guess:{at}", GUESSES_AN_HOUR, AN_HOUR, now)
    if wait is not None:
        raise TooMany("That was too many codes within the hour. Try again in %(minutes)d min.", wait)


def holds_old(session: Session, now: datetime) -> bool:
    """Whether there is anything to forget."""
    return session.scalar(select(Allowance.key).where(Allowance.since <= now - KEPT).limit(1)) is not None


def forget_old(session: Session, now: datetime) -> int:
    """Counts that mean nothing any more go; returns how many."""
    old = delete(Allowance).where(Allowance.since <= now - KEPT).returning(Allowance.key)
    return len(session.scalars(old).all())


def forget(session: Session, email: str) -> None:
    """Nothing is counted for an address any more."""
    session.execute(delete(Allowance).where(Allowance.key == _key(f"letter:{email.strip().casefold()}")))


def _key(counted: str) -> str:
    return hashlib.sha256(counted.encode()).hexdigest()


def _take(session: Session, counted: str, most: int, per: timedelta, now: datetime) -> timedelta | None:
    """Count once more; where it was the last time already, how long to wait.

    An hour begins with the first time in it.
    """
    key = _key(counted)
    if session.scalar(select(Allowance.taken).filter_by(key=key)) is None:
        with suppress(IntegrityError), session.begin_nested():  # another process has begun it
            session.add(Allowance(key=key, since=now, taken=0))
    over = Allowance.since <= now - per
    taken = session.scalar(
        update(Allowance)
        .where(Allowance.key == key, or_(over, Allowance.taken < most))
        .values(
            since=case((over, now), else_=Allowance.since),
            taken=case((over, 1), else_=Allowance.taken + 1),
        )
        .returning(Allowance.taken)
        .execution_options(synchronize_session=False)
    )
    if taken is not None:
        return None
    since = session.scalars(select(Allowance.since).filter_by(key=key)).one()
    return max(since + per - now, timedelta(seconds=1))
