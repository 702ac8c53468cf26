"""Those who are asked by somebody who takes part: colleagues who may come along, and substitutes."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.participant import Participant


class ColleagueAsked(Base):
    """A mail went to an address for an organisation, which hears so whether it was known or not."""

    __tablename__ = "colleague_asked"
    __table_args__ = (UniqueConstraint("edition_id", "organisation_id", "email"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    newcomer_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )  # None: somebody of this address stands in the edition already
    name: Mapped[str]  # as it was typed
    email: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(index=True)


class Substitute(Base):
    """Who shall come instead of somebody. The place is theirs once they press the mailed button."""

    __tablename__ = "substitute"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    email: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(KEY)
    named_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)  # then the place is free for others
    ended_at: Mapped[datetime | None]  # taken, taken back, or run out
    participant: Mapped[Participant] = relationship()
