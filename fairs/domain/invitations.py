"""Inviting: one person by a link of their own, a group by one link, and whoever asks after the end."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from fairs import events
from fairs.domain.mail_addresses import clean_email
from fairs.errors import Refused
from fairs.models import Invitation, Participant
from fairs.outbox import record
from fairs.queries.invitations import UNDECIDED

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.domain.registrations import Application
    from fairs.models import Edition, Family

SEATS_AT_MOST = 1000
WORDS_AT_MOST = 2000


@dataclass(frozen=True)
class Guest:
    """Somebody to be invited, with what is known already."""

    email: str
    label: str = ""
    language: str = "fr"
    words: str = ""
    family: Family | None = None
    approves: bool = True
    expires_at: datetime | None = None
    filled_in: dict[str, Any] = field(default_factory=dict)  # by the names of the form's fields


def invite(session: Session, edition: Edition, guest: Guest, now: datetime) -> Invitation | None:
    """Mail somebody a link that lets one person register, once.

    None where the address is registered, or has an invitation that still holds: nobody is written to twice.
    """
    email = clean_email(guest.email)
    _object_to_end(guest.expires_at, now)
    if is_known(session, edition, email, now):
        return None
    invitation = Invitation(
        edition_id=edition.id,
        kind="personal",
        label=guest.label.strip(),
        email=email,
        language=guest.language,
        words=guest.words.strip()[:WORDS_AT_MOST],
        family=guest.family,
        approves=guest.approves,
        filled_in={"email": email, **guest.filled_in},
        created_at=now,
        expires_at=guest.expires_at,
    )
    session.add(invitation)
    session.flush()
    record(session, events.PersonInvited(edition.id, invitation.id), now)
    return invitation


def is_known(session: Session, edition: Edition, email: str, now: datetime) -> bool:
    """Whether somebody takes part already, waits, or has an invitation that still holds."""
    registered = select(Participant.id).where(
        Participant.edition_id == edition.id,
        Participant.email == email,
        Participant.state.not_in(("withdrawn", "declined")),
    )
    invited = select(Invitation).filter_by(edition_id=edition.id, email=email, kind="personal")
    return session.scalar(registered) is not None or any(
        holds(invitation, now) for invitation in session.scalars(invited)
    )


def invite_group(
    session: Session,
    edition: Edition,
    label: str,
    seats: int,
    family: Family | None,
    *,
    approves: bool,
    expires_at: datetime | None,
    now: datetime,
) -> Invitation:
    """Open one link by which so many may register."""
    if not label.strip():
        raise Refused("Say which group this link is for.", field="label")
    if not 1 <= seats <= SEATS_AT_MOST:
        raise Refused("Between 1 and %(most)d seats, please.", field="seats", most=SEATS_AT_MOST)
    _object_to_end(expires_at, now)
    invitation = Invitation(
        edition_id=edition.id,
        kind="group",
        label=label.strip(),
        seats=seats,
        family=family,
        approves=approves,
        filled_in={},
        created_at=now,
        expires_at=expires_at,
    )
    session.add(invitation)
    session.flush()
    record(session, events.GroupInvited(edition.id, invitation.id), now)
    return invitation


def revoke(session: Session, invitation: Invitation, now: datetime) -> None:
    """Take it back: the link is dead at once. Who came by it stays."""
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        record(session, events.InvitationRevoked(invitation.edition_id, invitation.id), now)


def holds(invitation: Invitation, now: datetime) -> bool:
    """Whether somebody can still register by it."""
    return (
        invitation.revoked_at is None
        and (invitation.kind != "exception" or invitation.granted_at is not None)
        and (invitation.expires_at is None or now < invitation.expires_at)
        and invitation.used < invitation.seats
    )


def use(session: Session, invitation: Invitation, now: datetime) -> bool:
    """Take one of its seats, counted by the database; whether there was one left."""
    if not holds(invitation, now):
        return False
    session.flush()
    free = (Invitation.used < Invitation.seats, Invitation.revoked_at.is_(None))
    order = update(Invitation).where(Invitation.id == invitation.id, *free).values(used=Invitation.used + 1)
    rows = session.connection().execute(order).rowcount
    session.expire(invitation, ["used"])
    return rows == 1


def ask_exception(
    session: Session, edition: Edition, application: Application, words: str, now: datetime
) -> None:
    """Keep what was typed after the end, and ask the organiser. Asked again, the newest words count."""
    email = clean_email(application.email)
    asked = select(Invitation).where(
        Invitation.edition_id == edition.id, Invitation.email == email, UNDECIDED
    )
    known = session.scalar(asked)
    invitation = known or Invitation(
        edition_id=edition.id, kind="exception", email=email, seats=1, created_at=now
    )
    invitation.label = f"{application.organisation.strip()}, {application.name.strip()}".strip(", ")
    invitation.language, invitation.words = application.language, words.strip()[:WORDS_AT_MOST]
    invitation.filled_in = {"email": email, **_plain(application)}
    if known is None:
        session.add(invitation)
        session.flush()
        record(session, events.ExceptionAsked(edition.id, invitation.id), now)


def grant(session: Session, invitation: Invitation, now: datetime) -> None:
    """Open registration again, for that person alone: by a link whose form is filled in already."""
    if invitation.kind != "exception" or invitation.revoked_at is not None:
        raise Refused("This has been answered already.")
    if invitation.granted_at is None:
        invitation.granted_at = now
        invitation.expires_at = invitation.edition.starts_at
        record(session, events.ExceptionGranted(invitation.edition_id, invitation.id), now)


def refuse(session: Session, invitation: Invitation, words: str, now: datetime) -> None:
    """Say that there is no way any more; the words are for that person."""
    if invitation.kind != "exception" or invitation.granted_at is not None:
        raise Refused("This has been answered already.")
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        record(
            session,
            events.ExceptionRefused(invitation.edition_id, invitation.id, words.strip()[:WORDS_AT_MOST]),
            now,
        )


def _object_to_end(expires_at: datetime | None, now: datetime) -> None:
    if expires_at is not None and expires_at <= now:
        raise Refused("This date is over already.", field="expires_at")


def _plain(application: Application) -> dict[str, Any]:
    """What a form is filled in with again; files and answers to questions are asked once more."""
    values = asdict(application)
    return {name: value for name, value in values.items() if isinstance(value, (str, bool)) and value}
