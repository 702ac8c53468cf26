"""Organisers' ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.models import Account
from fairs.outbox import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def ask_sign_in(session: Session, email: str, now: datetime) -> None:
    """Mail a link to sign in; the answer is the same whether the address is known or not."""
    account = session.scalar(select(Account).filter_by(email=email.strip().casefold()))
    if account is not None:
        record(session, events.SignInAsked(None, account.id), now)


def ask_trial_mail(session: Session, account: Account, now: datetime) -> None:
    """Mail something, to see whether it arrives: it goes the way of every mail."""
    record(session, events.TrialMailAsked(None, account.id), now)
