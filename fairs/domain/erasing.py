"""Somebody is forgotten: what is held about them goes, everywhere, and the numbers stay.

A row without a name remains of a registration: it counts where the person had a place when the edition was
over, and those who met them keep a meeting with somebody who left. The journal says that it was done, and not
to whom. `fairs.models.traces` says of each table what becomes of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, update

from fairs import events
from fairs.domain import activities, limits, mentions, places, teams, waiting
from fairs.domain.registrations import held_state
from fairs.domain.turns import take_up
from fairs.models import Account, Invitation, Organisation
from fairs.models.traces import HOLDINGS
from fairs.outbox import record
from fairs.queries import whose as reads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant
    from fairs.models.holdings import Whose

NOBODY = "—"  # the name of who was erased, where a page or a file needs one
NOWHERE = "erased.invalid"  # the domain of addresses that are none
LEFT = frozenset({"withdrawn", "declined"})


def erase(session: Session, participant: Participant, now: datetime) -> None:
    """Forget what is held about somebody in an edition. Doing it twice is doing it once.

    Before the edition is over it is a withdrawal as well: the place goes to the next, the grid is repaired,
    and nobody is told why.
    """
    if held_state(session, participant) == "erased":
        return
    edition = participant.edition
    leaves = now < edition.ends_at and participant.state not in LEFT
    if leaves:
        _leave(session, participant, now)
    _forget(session, edition, [participant], now)
    record(session, events.PersonErased(edition.id, participant.id), now)
    if leaves:
        waiting.fill(session, edition, now)


def make_numbers(session: Session, edition: Edition, people: Sequence[Participant], now: datetime) -> None:
    """Their time is over: forget some people of an edition that was held long ago, in one go."""
    take_up(session, edition)
    _forget(session, edition, [person for person in people if person.state != "erased"], now)


def erase_address(session: Session, email: str, now: datetime, *, asked: bool = True) -> None:
    """Forget everything under an address: registrations, account, teams, devices, what it follows.

    Raises Refused where a fair would be left without an owner; `asked`: for the first time.
    """
    account = session.scalar(select(Account).filter_by(email=email))
    for membership in account.memberships if account and asked else ():
        teams.object_to_no_owner(session, membership)
    names, account_id = [email, account.name if account else ""], account.id if account else None
    whose = reads.at_address(session, email)
    for person in reads.registrations(session, email):
        erase(session, person, now)
    mentions.forget(session, whose, names, now)
    _apply(session, whose, now)
    session.expire_all()
    if account_id is not None:
        record(session, events.AccountErased(None, account_id), now)


def _leave(session: Session, participant: Participant, now: datetime) -> None:
    took_part = participant.takes_part
    activities.leave_all(session, participant, now)
    waiting.leave(session, participant, now)
    record(session, events.ParticipantWithdrew(participant.edition_id, participant.id, took_part), now)


def _forget(session: Session, edition: Edition, people: Sequence[Participant], now: datetime) -> None:
    session.flush()
    whose = reads.registered(session, edition, people)
    own = {person.organisation for person in people if person.organisation_id in whose.organisations}
    names = [*whose.addresses, *(person.name for person in people), *(one.name for one in own)]
    mentions.forget(session, whose, names, now)
    for person in people:
        if person.organisation not in own:
            of_nobody = {"name": NOBODY, "family": person.organisation.family}
            person.organisation = Organisation(**of_nobody, created_at=person.registered_at)
    session.flush()
    _apply(session, whose, now)
    for person in people:
        session.refresh(person)
        _blank(session, person)
    session.flush()
    session.expire_all()


def _apply(session: Session, whose: Whose, now: datetime) -> None:
    """What the register says becomes of each table; what stood open by a link is closed."""
    invited = and_(Invitation.email.in_(whose.addresses), Invitation.revoked_at.is_(None))
    if not whose.lonely:
        invited = and_(invited, Invitation.edition_id.in_(whose.editions))
    session.execute(
        update(Invitation).where(invited).values(revoked_at=now).execution_options(synchronize_session=False)
    )
    for address in whose.lonely:
        limits.forget(session, address)
    for holding in HOLDINGS:
        for which in (holding.of, holding.theirs):
            if which is None or holding.fate not in {"gone", "blank"}:
                continue
            if holding.fate == "gone":
                session.execute(
                    delete(holding.table).where(which(whose)).execution_options(synchronize_session=False)
                )
            elif holding.blank:
                session.execute(
                    update(holding.table)
                    .where(which(whose))
                    .values(holding.blank)
                    .execution_options(synchronize_session=False)
                )


def _blank(session: Session, person: Participant) -> None:
    """What remains counts, and names nobody."""
    if person.state == "offered":
        places.give_back(session, person)
    person.state, person.name, person.role = "erased", NOBODY, ""
    person.email = f"{person.id.hex}@{NOWHERE}"
    person.listed = person.email_shown = person.reminded_before_meetings = False
    person.consent_wording = ""
    person.max_meetings = person.fixed_table_id = person.invitation_id = person.guest_of_id = None
    person.reminders_stopped_at = person.waitlisted_at = person.offered_until = None
