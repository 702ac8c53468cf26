"""Signing in without a password: a link or a code proves an address, for as long as its owner chose.

What is signed in is an address: the account with it, if there is one, and whoever takes part under it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, literal, or_, select, update

from fairs import events
from fairs.domain import tokens
from fairs.errors import NotFound
from fairs.models import (
    Account,
    Follower,
    Handover,
    Invitation,
    Knock,
    Participant,
    SignIn,
    TeamInvitation,
    Token,
)
from fairs.outbox import record

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

CODE_DIGITS = 6
TRIES = 5  # codes that may be typed in after one asking
ON_OWN_DEVICE = timedelta(days=60)
ON_SHARED_DEVICE = timedelta(hours=8)
FRESH_FOR = timedelta(minutes=15)
KNOCKS_KEPT = timedelta(days=1)
LEFT = ("withdrawn", "declined")
OWN_DATA = "/in/data"  # the one page for which everybody signs in who was ever written to
WRITTEN_TO = (Follower, Invitation, TeamInvitation, Handover)  # who need not take part in anything
UNKNOWN_LINK = "This link is unknown or no longer valid. Ask for a new one."


def ask(session: Session, email: str, back: str, now: datetime) -> Knock:
    """Mail a link and a code; the answer, and the work, are the same whether the address is known or not."""
    knock = Knock(subject_id=_subject(session, email.strip().casefold(), back), back=back, at=now)
    session.add(knock)
    session.flush()
    record(session, events.SignInAsked(None, knock.id), now)
    return knock


def code_of(knock: Knock, secret: str) -> str:
    """The code that stands in the mail: derived like the secrets of links, so that it is stored nowhere."""
    digest = hmac.new(secret.encode(), f"code:{knock.id}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def by_code(session: Session, knock: Knock, typed: str, secret: str, now: datetime) -> str | None:
    """The address that a code proves; None for a wrong one. Each try counts, whatever comes of it."""
    tried = session.scalar(
        update(Knock)
        .where(Knock.id == knock.id, Knock.tries < TRIES, Knock.used_at.is_(None))
        .values(tries=Knock.tries + 1)
        .returning(Knock.id)
    )
    digits = "".join(sign for sign in typed if sign.isdecimal())
    right = hmac.compare_digest(digits.encode(), code_of(knock, secret).encode())
    link_lives = tokens.has_living(session, "sign_in", knock.id, now)  # the code dies with it
    if tried is None or not right or not link_lives or knock.subject_id is None:
        return None
    return _used_up(session, knock.subject_id, knock.back, now)


def tries_left(knock: Knock) -> int:
    """How many more codes may be typed in."""
    return max(0, TRIES - knock.tries)


def by_link(session: Session, raw: str, now: datetime) -> tuple[str, str]:
    """The address that a link proves, and the page of ours that asked for it. The link is used up.

    Raises NotFound.
    """
    token = tokens.redeem(session, "sign_in", raw, now, held=True)
    tokens.use(token, now)
    knock = session.get(Knock, token.subject_id)
    subject_id = token.subject_id if knock is None else knock.subject_id
    address = _used_up(session, subject_id, knock.back if knock else "", now) if subject_id else None
    if address is None:
        raise NotFound(UNKNOWN_LINK)
    return address, knock.back if knock else ""


class Reader(NamedTuple):
    """Who reads mails at an address."""

    name: str  # empty where nobody told it
    email: str
    language: str


def reader(session: Session, subject_id: uuid.UUID | None, back: str = "") -> Reader | None:
    """Whom an address that asked belongs to, as long as it opens anything.

    Who left, or was only ever written to, has no page but the one that tells what is held about them.
    """
    if subject_id is None:
        return None
    if account := session.get(Account, subject_id):
        return Reader(account.name, account.email, account.language)
    if participant := session.get(Participant, subject_id):
        if participant.state == "erased" or (participant.state in LEFT and not _is_for_own_data(back)):
            return None
        return Reader(participant.name, participant.email, participant.language)
    return _written_to(session, subject_id) if _is_for_own_data(back) else None


def _written_to(session: Session, subject_id: uuid.UUID) -> Reader | None:
    if asked := session.get(TeamInvitation, subject_id):
        return Reader("", asked.email, asked.fair.language)
    if former := session.get(Handover, subject_id):
        return Reader(former.name, former.email, former.language)
    row = session.get(Follower, subject_id) or session.get(Invitation, subject_id)
    return Reader("", row.email, row.language) if row else None


def sign_in(session: Session, email: str, device: str, now: datetime, *, own_device: bool = True) -> str:
    """Sign an address in on a device; returns the secret of its cookie."""
    raw = secrets.token_urlsafe(32)
    lasts = ON_OWN_DEVICE if own_device else ON_SHARED_DEVICE
    session.add(
        SignIn(
            hash=_hash(raw),
            email=email,
            device=device,
            own_device=own_device,
            signed_in_at=now,
            seen_at=hour_of(now),
            ends_at=now + lasts,
        )
    )
    session.flush()
    return raw


def signed_in(session: Session, raw: str, now: datetime) -> SignIn | None:
    """The living sign-in of a cookie's secret."""
    return session.scalar(select(SignIn).where(SignIn.hash == _hash(raw), SignIn.ends_at > now))


def of_address(session: Session, email: str, now: datetime) -> Sequence[SignIn]:
    """Where an address is signed in, the newest first."""
    living = select(SignIn).where(SignIn.email == email, SignIn.ends_at > now)
    return session.scalars(living.order_by(SignIn.signed_in_at.desc(), SignIn.id)).all()


def is_fresh(found: SignIn, now: datetime, allowed: timedelta = FRESH_FOR) -> bool:
    """Whether the address was proven just now."""
    return now - found.signed_in_at <= allowed


def end(session: Session, email: str, sign_in_id: uuid.UUID) -> None:
    """Sign an address out of one device."""
    session.execute(delete(SignIn).where(SignIn.id == sign_in_id, SignIn.email == email))


def end_all(session: Session, email: str) -> None:
    """Sign an address out everywhere."""
    session.execute(delete(SignIn).where(SignIn.email == email))


def pass_second(session: Session, found: SignIn, now: datetime) -> str:
    """The second factor was shown. Returns another secret for the cookie: the former one was worth less."""
    raw = secrets.token_urlsafe(32)
    found.hash, found.second_at = _hash(raw), now
    session.flush()
    return raw


def note_seen(session: Session, sign_in_id: uuid.UUID, hour: datetime) -> None:
    """Somebody was here in this hour."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id)
        .values(seen_at=hour)
        .execution_options(synchronize_session=False)
    )


def holds_old(session: Session, now: datetime) -> bool:
    """Whether there is anything to forget."""
    ended = session.scalar(select(SignIn.id).where(SignIn.ends_at <= now).limit(1))
    return ended is not None or session.scalar(select(Knock.id).where(_is_old(now)).limit(1)) is not None


def forget_old(session: Session, now: datetime) -> int:
    """Rows that open nothing any more go, with the hashes of their links; returns how many."""
    knocks = session.scalars(delete(Knock).where(_is_old(now)).returning(Knock.id)).all()
    links = delete(Token).where(Token.purpose == "sign_in", Token.expires_at <= now - KNOCKS_KEPT)
    session.execute(links)
    sign_ins = delete(SignIn).where(SignIn.ends_at <= now).returning(SignIn.id)
    return len(knocks) + len(session.scalars(sign_ins).all())


def _is_old(now: datetime) -> ColumnElement[bool]:
    return Knock.at <= now - KNOCKS_KEPT


def hour_of(now: datetime) -> datetime:
    """When somebody was last seen is kept to the hour: nobody's day can be read from it."""
    return now.replace(minute=0, second=0, microsecond=0)


def _subject(session: Session, email: str, back: str) -> uuid.UUID | None:
    """Who has an address: the organiser, or else whoever takes part under it, lately, or was written to."""
    account = session.scalar(select(Account.id).filter_by(email=email))
    left = Participant.state.in_(LEFT)
    participant = session.scalar(
        select(Participant.id)
        .where(Participant.email == email, or_(~left, literal(_is_for_own_data(back))))
        .order_by(left, Participant.registered_at.desc(), Participant.id)
        .limit(1)
    )
    if account or participant or not _is_for_own_data(back):
        return account or participant
    rows = (session.scalar(select(table.id).filter_by(email=email).limit(1)) for table in WRITTEN_TO)
    return next((row for row in rows if row is not None), None)


def _is_for_own_data(back: str) -> bool:
    return back == OWN_DATA or back.startswith((f"{OWN_DATA}.", f"{OWN_DATA}/"))


def _used_up(session: Session, subject_id: uuid.UUID, back: str, now: datetime) -> str | None:
    """Link and code die together, and with them whatever else was asked for. Returns the address."""
    waiting = update(Knock).where(Knock.subject_id == subject_id, Knock.used_at.is_(None))
    knocks = session.scalars(waiting.values(used_at=now).returning(Knock.id)).all()
    for subject in (subject_id, *knocks):
        tokens.revoke(session, "sign_in", subject, now)
    found = reader(session, subject_id, back)
    return found.email if found else None


def _hash(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()
