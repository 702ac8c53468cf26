"""Places that passed from one person of an organisation to another."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.participant import Participant


class Handover(Base):
    """Who had a place before: to be told, once, that it is another's. The participant is the new person."""

    __tablename__ = "handover"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]  # of the former person
    email: Mapped[str] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(KEY)
    schedule_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("schedule.id", ondelete="SET NULL")
    )  # whose meetings stand in the former person's calendar
    handed_over_at: Mapped[datetime]
    participant: Mapped[Participant] = relationship()
