"""What organisers ask for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs import events
from fairs.outbox import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Account


def ask_trial_mail(session: Session, account: Account, now: datetime) -> None:
    """Mail something, to see whether it arrives: it goes the way of every mail."""
    record(session, events.TrialMailAsked(None, account.id), now)
