"""On which devices somebody has entered an edition by the personal link."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.account import Token
from fairs.models.base import Base
from fairs.models.participant import Participant


class Entry(Base):
    """A device that the link has let in. It dies with the link, by its own time, or when it is ended."""

    __tablename__ = "entry"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    token_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("token.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(default="")  # as the browser names itself, in two words
    own_device: Mapped[bool] = mapped_column(default=True)
    entered_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # to the hour
    ends_at: Mapped[datetime] = mapped_column(index=True)
    participant: Mapped[Participant] = relationship()
    token: Mapped[Token] = relationship()
