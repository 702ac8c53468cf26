"""Who withdraws leaves the activities they had signed up for: their places are free for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.delivery.handler import Handler
from fairs.domain import activities
from fairs.models import Participant

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.events import ParticipantWithdrew


def _leave(
    session: Session, errand: Errand[ParticipantWithdrew], _none: None, now: datetime, _tools: Tools
) -> None:
    person = session.get(Participant, errand.event.participant_id)
    if person is not None and person.state in {"withdrawn", "erased"}:
        activities.leave_all(session, person, now)


leave: Handler[ParticipantWithdrew, None, None] = Handler(settle=_leave)
