"""What somebody answered to the invitation to a meetup."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.participant import Participant

Says = Literal["yes", "maybe", "no"]


class Intention(Base):
    """Yes, maybe or no, and with how many guests. `places`: those of the edition that it takes now."""

    __tablename__ = "intention"
    __table_args__ = (CheckConstraint("guests >= 0 AND places >= 0", name="counts"),)

    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    says: Mapped[Says] = mapped_column(KEY)
    guests: Mapped[int] = mapped_column(default=0)
    places: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime]
    participant: Mapped[Participant] = relationship()
