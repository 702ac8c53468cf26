"""What the passing of time brings about. What is due is asked of the database: a missed tick loses nothing.

Each thing is seen to once: whoever writes its `tick` row first does it, in the transaction of its events.
What is found too late to be of use is skipped, and that is recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from fairs.jobs.due_forgetting import Forgetting
from fairs.jobs.due_gates import GATES
from fairs.jobs.due_leftovers import Leftovers
from fairs.jobs.due_offers import OffersEnd
from fairs.jobs.due_people import BeforeMeetings, RegistrationUnfinished
from fairs.jobs.due_reminders import REMINDERS
from fairs.jobs.due_retention import RETENTION
from fairs.jobs.due_series import NextEditions
from fairs.jobs.due_substitutes import SubstitutesAnswer
from fairs.jobs.due_webhooks import FormerSecrets

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker


class Duty(Protocol):
    """Something that falls due."""

    @property
    def job(self) -> str:
        """The stable name under which its ticks stand in the database."""

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Do what is due and not done; returns how many things."""


DUTIES: tuple[Duty, ...] = (
    *GATES,
    *REMINDERS,
    *RETENTION,
    RegistrationUnfinished(),
    BeforeMeetings(),
    OffersEnd(),
    SubstitutesAnswer(),
    NextEditions(),
    FormerSecrets(),
    Leftovers(),
    Forgetting(),
)


def do_what_is_due(sessions: sessionmaker[Session], duty: Duty, now: datetime) -> int:
    """See to one duty; returns how many things were done or skipped."""
    return duty.see_to(sessions, now)
