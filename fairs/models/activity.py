"""Talks, workshops and round tables of an edition, and who goes to them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.fair import Edition
from fairs.models.participant import Participant

ActivityKind = Literal["talk", "workshop", "round_table"]


class Activity(Base):
    """One item of the programme. Its places are counted by the database, like those of an edition."""

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND (places IS NULL OR taken <= places)", name="seats"),
        CheckConstraint("starts_at < ends_at", name="in_order"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ActivityKind] = mapped_column(KEY)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room: Mapped[str] = mapped_column(default="")
    facilitator: Mapped[str] = mapped_column(default="")
    places: Mapped[int | None]  # None: as many as people come
    taken: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[str] = mapped_column(default="")  # written afterwards, for those who were there
    edition: Mapped[Edition] = relationship()
    texts: Mapped[list[ActivityText]] = relationship(
        back_populates="activity", cascade="all, delete-orphan", passive_deletes=True
    )

    def text(self, language: str) -> ActivityText:
        """The words in a language, or else in the fair's own."""
        by_language = {text.language: text for text in self.texts if text.title}
        return by_language.get(language) or by_language.get(self.edition.fair.language) or self.texts[0]

    @property
    def full(self) -> bool:
        """Whether all places are taken."""
        return self.places is not None and self.taken >= self.places


class ActivityText(Base):
    """What an activity says of itself, in one language."""

    __tablename__ = "activity_text"
    __table_args__ = (UniqueConstraint("activity_id", "language"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activity.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(KEY)
    title: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    activity: Mapped[Activity] = relationship(back_populates="texts")


class ActivityQuota(Base):
    """How many places of an activity a family may take. What is taken is counted, never kept."""

    __tablename__ = "activity_quota"
    __table_args__ = (CheckConstraint("places >= 0", name="places"),)

    activity_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True
    )
    family_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("family.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    places: Mapped[int]


class SignUp(Base):
    """Somebody goes to an activity."""

    __tablename__ = "sign_up"

    activity_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True
    )
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    signed_up_at: Mapped[datetime]
    activity: Mapped[Activity] = relationship()
    participant: Mapped[Participant] = relationship()
