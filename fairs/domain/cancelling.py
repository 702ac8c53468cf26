"""An edition that will not be held: everybody is told once, and pages and calendars say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs import events
from fairs.errors import Refused
from fairs.outbox import record
from fairs.queries import told

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition

WORDS_AT_MOST = 2000


def cancel(session: Session, edition: Edition, words: str, now: datetime) -> None:
    """Call an edition off, with the host's word to everybody who comes or follows."""
    said = words.strip()
    if edition.cancelled:
        raise Refused("This edition is cancelled already, and everybody was told.")
    if now >= edition.ends_at:
        raise Refused("This edition is over: there is nothing left to cancel.")
    if not said:
        raise Refused("Say a word to everybody: why, and whether there will be another date.", field="words")
    if len(said) > WORDS_AT_MOST:
        raise Refused("At most %(most)d letters, please.", field="words", most=WORDS_AT_MOST)
    call_off(session, edition, said, now, by_rule=False)


def call_off(session: Session, edition: Edition, words: str, now: datetime, *, by_rule: bool) -> None:
    """The same without objections: for dates that are none of a rule any more."""
    edition.cancelled_at, edition.cancelled_because = now, words
    record(session, events.EditionCancelled(edition.id, by_rule), now)


def address(session: Session, edition: Edition, now: datetime) -> int:
    """A mail for everybody who comes or follows, one for each address; returns how many."""
    people, followers = told.of_cancellation(session, edition)
    for participant_id in people:
        record(session, events.CancellationAddressed(edition.id, participant_id, None), now)
    for follower_id in followers:
        record(session, events.CancellationAddressed(edition.id, None, follower_id), now)
    return len(people) + len(followers)
