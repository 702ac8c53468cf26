"""Addresses that take no mail: they are marked when a mail system says so, and freed when a person does."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from fairs.models import DeadAddress

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models.address import Refusal

WORDS_KEPT = 500  # signs; some servers tell whole stories


def mark(session: Session, email: str, how: Refusal, said: str, now: datetime) -> bool:
    """Remember that an address takes no mail; returns whether that is news."""
    if session.get(DeadAddress, email.lower()) is not None:
        return False
    with suppress(IntegrityError), session.begin_nested():  # somebody else learnt it at the same time
        session.add(DeadAddress(email=email.lower(), how=how, said=said[:WORDS_KEPT], since=now))
        return True
    return False


def forgive(session: Session, email: str, how: Refusal | None = None) -> None:
    """Forget it: a person says that the address is good, or a mail was taken there (`how` it was dead)."""
    forgotten = delete(DeadAddress).where(DeadAddress.email == email.lower())
    session.execute(forgotten if how is None else forgotten.where(DeadAddress.how == how))
