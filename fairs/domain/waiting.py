"""The waiting list: who came when all places were taken, in the order in which they came.

Nobody overtakes: whoever is let in joins the list first, and `fill` gives places from its head. Somebody
whose family has no place left, or who brings more guests than there are places, is passed over, and keeps the
rank. What frees a place calls `fill` in the same
transaction, so that no free place is ever seen while somebody waits who fits it.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairs import events
from fairs.domain import places
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Participant
from fairs.outbox import record
from fairs.queries import replies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition


def join(session: Session, participant: Participant, now: datetime) -> None:
    """Wait for a place, behind all who wait already; then give places to those whose turn it is.

    An edition without a list lets nobody wait: who finds no place stays as before.
    """
    edition = participant.edition
    take_up(session, edition)
    if not edition.waits:
        if may_be_given(edition, now) and places.take(session, participant):
            let_in(session, participant, now)
        return
    participant.state, participant.waitlisted_at = "waitlisted", now
    participant.left_at = participant.offered_until = None
    session.flush()
    fill(session, edition, now)
    if participant.state == "waitlisted":
        record(session, events.WaitingBegan(edition.id, participant.id), now)


def fill(session: Session, edition: Edition, now: datetime) -> int:
    """Give free places to those who have waited longest and fit; returns to how many."""
    take_up(session, edition)
    if not may_be_given(edition, now):
        return 0
    said = replies.by_person(session, edition)
    given, too_many = 0, dict[uuid.UUID | None, int]()  # what each family had no room for
    for participant in in_order(session, edition):
        needed = replies.needed(said.get(participant.id))
        if needed and (edition.full or needed >= too_many.get(participant.family_id, needed + 1)):
            continue
        if not places.take(session, participant):
            too_many[participant.family_id] = needed
            continue
        given += 1
        if edition.offer_hours is None:
            let_in(session, participant, now)
        else:
            _offer(session, participant, edition.offer_hours, now)
    return given


def in_order(session: Session, edition: Edition) -> Sequence[Participant]:
    """Those who wait, the first of them first."""
    return session.scalars(
        select(Participant)
        .filter_by(edition_id=edition.id, state="waitlisted")
        .options(joinedload(Participant.family))
        .order_by(Participant.waitlisted_at, Participant.registered_at, Participant.id)
        .execution_options(populate_existing=True)
    ).all()


def may_be_given(edition: Edition, now: datetime) -> bool:
    """Whether places are still given: not once the fair has begun, when nobody reads a mail in time."""
    return now < edition.starts_at and not edition.cancelled


def accept(session: Session, participant: Participant, now: datetime) -> None:
    """Take the place that is held. Pressing the button twice is no fault."""
    take_up(session, participant.edition)
    session.refresh(participant)
    if participant.state == "approved":
        return
    if participant.state != "offered":
        raise Refused("This place is not held for you any more.")
    if participant.edition.cancelled:
        raise Refused("This edition is cancelled: nobody can be let in any more.")
    let_in(session, participant, now)


def end_offer(session: Session, participant: Participant, now: datetime) -> None:
    """Nobody took the place in time: it goes to the next. Whoever still wants one registers again.

    Back on the list, the same person would be offered the next place too, and could keep one from the others
    for ever by not answering.
    """
    edition = participant.edition
    take_up(session, edition)
    session.refresh(participant)
    if participant.state != "offered" or participant.offered_until is None or now < participant.offered_until:
        return
    leave(session, participant, now)
    record(session, events.OfferEnded(edition.id, participant.id), now)
    fill(session, edition, now)


def leave(session: Session, participant: Participant, now: datetime) -> None:
    """Somebody is out, and the place free if there was one."""
    if participant.has_place:
        places.give_back(session, participant)
    participant.state, participant.left_at = "withdrawn", now
    participant.waitlisted_at = participant.offered_until = None


def let_in(session: Session, participant: Participant, now: datetime) -> None:
    """For somebody whose place is taken already."""
    participant.state = "approved"
    participant.approved_at = now
    participant.left_at = participant.waitlisted_at = participant.offered_until = None
    record(session, events.RegistrationApproved(participant.edition_id, participant.id), now)


def _offer(session: Session, participant: Participant, hours: int, now: datetime) -> None:
    edition = participant.edition
    until = min(now + timedelta(hours=hours), edition.starts_at)
    participant.state, participant.offered_until = "offered", until
    record(session, events.PlaceOffered(edition.id, participant.id, until.isoformat()), now)
