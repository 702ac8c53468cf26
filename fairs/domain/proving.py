"""An address is proven, by the button of the page whose link was mailed to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.domain import handing_over, registrations

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Participant


def prove(session: Session, participant: Participant, now: datetime) -> None:
    """Confirm a registration, or accept a place that was handed over. Pressed twice, it is heard once."""
    if not handing_over.accept(session, participant, now):
        registrations.confirm(session, participant, now)
