"""Secrets that are mailed: bound to one purpose and one subject, and kept only as a hash.

The secret is derived from the row's id and the installation's key: the same link can stand in every mail, and
a handler that runs twice writes the same link twice. Who reads the database alone cannot make one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.errors import NotFound
from fairs.models import Edition, Participant, Token

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models.account import Purpose

CONFIRM_FOR = timedelta(days=7)
SIGN_IN_FOR = timedelta(minutes=15)
ADDRESS_FOR = timedelta(hours=24)
INVITATION_FOR = timedelta(days=14)
AFTER_THE_FAIR = timedelta(days=90)
SINGLE_USE: frozenset[Purpose] = frozenset({"sign_in", "address", "team"})
LASTS: dict[Purpose, timedelta] = {
    "confirm": CONFIRM_FOR,
    "follow": CONFIRM_FOR,
    "sign_in": SIGN_IN_FOR,
    "address": ADDRESS_FOR,
    "team": INVITATION_FOR,
}


def issue(session: Session, purpose: Purpose, subject_id: uuid.UUID, secret: str, now: datetime) -> str:
    """The secret of a subject for a purpose: the living one, or a new one."""
    token = _living(session, purpose, subject_id, now)
    if token is None:
        token = Token(
            id=uuid.uuid4(),
            purpose=purpose,
            subject_id=subject_id,
            created_at=now,
            expires_at=_end(session, purpose, subject_id, now),
        )
        token.hash = _hash(_derive(token, secret))
        session.add(token)
        session.flush()
    return _derive(token, secret)


def written(session: Session, purpose: Purpose, subject_id: uuid.UUID, secret: str, now: datetime) -> str:
    """The living secret of a subject, for pages that only read; nothing where there is none."""
    token = _living(session, purpose, subject_id, now)
    return _derive(token, secret) if token else ""


def redeem(session: Session, purpose: Purpose, raw: str, now: datetime, *, held: bool = False) -> Token:
    """The living token of this secret. Raises NotFound, in one shape for every cause.

    `held` until this transaction ends: a button that works once, pressed twice at once, works once.
    """
    wanted = select(Token).where(Token.hash == _hash(raw), Token.purpose == purpose)
    token = session.scalar(wanted.with_for_update() if held else wanted)
    if token is None or not is_living(token, now):
        raise NotFound("This link is unknown or no longer valid. Ask for a new one on the page of the fair.")
    return token


def is_living(token: Token, now: datetime) -> bool:
    """Whether a token still opens what it was made for."""
    return (
        token.revoked_at is None
        and (token.expires_at is None or now < token.expires_at)
        and (token.purpose not in SINGLE_USE or token.used_at is None)
    )


def has_living(session: Session, purpose: Purpose, subject_id: uuid.UUID, now: datetime) -> bool:
    """Whether a subject has a living token for a purpose."""
    return _living(session, purpose, subject_id, now) is not None


def use(token: Token, now: datetime) -> None:
    """Remember the first use; a single-use token is dead from now on."""
    token.used_at = token.used_at or now


def revoke(session: Session, purpose: Purpose, subject_id: uuid.UUID, now: datetime) -> None:
    """Kill every living token of a subject for a purpose, at once."""
    living = select(Token).where(
        Token.purpose == purpose, Token.subject_id == subject_id, Token.revoked_at.is_(None)
    )
    for token in session.scalars(living):
        token.revoked_at = now
    session.flush()


def rotate(session: Session, purpose: Purpose, subject_id: uuid.UUID, secret: str, now: datetime) -> str:
    """A new secret in place of the old one."""
    revoke(session, purpose, subject_id, now)
    return issue(session, purpose, subject_id, secret, now)


def _living(session: Session, purpose: Purpose, subject_id: uuid.UUID, now: datetime) -> Token | None:
    newest_first = (
        select(Token)
        .where(Token.purpose == purpose, Token.subject_id == subject_id, Token.revoked_at.is_(None))
        .order_by(Token.created_at.desc())
    )
    return next((token for token in session.scalars(newest_first) if is_living(token, now)), None)


def _end(session: Session, purpose: Purpose, subject_id: uuid.UUID, now: datetime) -> datetime | None:
    if purpose == "unfollow":
        return None  # as long as mails with it are kept
    if purpose in {"invitation", "substitute"}:
        return None  # they say themselves how long they hold, and are asked each time
    if purpose in LASTS:
        return now + LASTS[purpose]
    participant = session.get_one(Participant, subject_id)
    return max(session.get_one(Edition, participant.edition_id).ends_at, now) + AFTER_THE_FAIR


def _derive(token: Token, secret: str) -> str:
    digest = hmac.new(secret.encode(), f"{token.purpose}:{token.id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _hash(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()
