"""Those who asked for a mail whenever a fair or meetup has a new date."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.fair import Fair


class Follower(Base):
    """An address that follows a fair. Until its owner has pressed the mailed button it gets nothing else."""

    __tablename__ = "follower"
    __table_args__ = (UniqueConstraint("fair_id", "email"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    fair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    email: Mapped[str]  # lower case
    language: Mapped[str] = mapped_column(KEY)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # dates announced before are known
    fair: Mapped[Fair] = relationship()
