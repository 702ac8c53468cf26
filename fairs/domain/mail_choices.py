"""Which mails somebody wants, said by the link that each dispensable mail bears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs import events
from fairs.domain.reminders import wanted
from fairs.outbox import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Participant


def stop(session: Session, participant: Participant, now: datetime) -> None:
    """No more mails that can be done without. Said twice, it is heard once."""
    if wanted(participant):
        participant.reminders_stopped_at = now
        record(session, events.RemindersStopped(participant.edition_id, participant.id), now)


def resume(session: Session, participant: Participant, now: datetime) -> None:
    """All mails again."""
    if not wanted(participant):
        participant.reminders_stopped_at = None
        record(session, events.RemindersResumed(participant.edition_id, participant.id), now)
