"""Fairs and meetups, and their dated holdings."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base

Kind = Literal["fair", "meetup"]
Phase = Literal["draft", "registration", "wishes", "planning", "published", "live", "after"]


class Fair(Base):
    """The recurring happening: a business fair, or a meetup."""

    __tablename__ = "fair"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    slug: Mapped[str] = mapped_column(KEY, unique=True)
    kind: Mapped[Kind] = mapped_column(KEY)
    name: Mapped[str]
    network: Mapped[str]  # who stages it
    territory: Mapped[str]
    language: Mapped[str] = mapped_column(KEY, default="fr")
    accent: Mapped[str] = mapped_column(KEY, default="#b4552d")
    needs_second_factor: Mapped[bool] = mapped_column(default=False)  # of everyone who runs it
    editions: Mapped[list[Edition]] = relationship(back_populates="fair", order_by="Edition.starts_at")


class Edition(Base):
    """One dated holding of a fair. What happened to it is kept as instants; its phase follows."""

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND (capacity IS NULL OR taken <= capacity)", name="seats"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    fair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fair.id"), index=True)
    slug: Mapped[str] = mapped_column(KEY, unique=True)
    timezone: Mapped[str] = mapped_column(KEY)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    venue: Mapped[str]
    address: Mapped[str]
    contact_name: Mapped[str]
    contact_email: Mapped[str]
    approves_itself: Mapped[bool] = mapped_column(
        default=False
    )  # a confirmed registration needs no organiser
    repairs_itself: Mapped[bool] = mapped_column(default=True)  # a repair goes out without an organiser's act
    opens_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    registration_closes_at: Mapped[datetime | None]  # the intention ...
    registration_closed_at: Mapped[datetime | None]  # ... and the fact
    wishes_close_at: Mapped[datetime | None]
    wishes_closed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]  # when its first schedule went out
    capacity: Mapped[int | None]  # places; None: as many as people come
    taken: Mapped[int] = mapped_column(default=0)  # of them; moved by fairs.domain.seats alone
    waits: Mapped[bool] = mapped_column(default=True)  # whoever comes when all places are taken waits for one
    offer_hours: Mapped[int | None]  # how long a free place is held for the next; None: it is theirs at once
    invitation_only: Mapped[bool] = mapped_column(default=False)
    disposables_allowed: Mapped[bool] = mapped_column(default=False)  # addresses that live for minutes
    grid_stale_at: Mapped[datetime | None]  # something changed since the last plan that a new plan would heed
    cancelled_at: Mapped[datetime | None]  # it will not be held
    cancelled_because: Mapped[str] = mapped_column(default="")  # the host's word to everybody
    speed_meetings: Mapped[bool] = mapped_column(default=False)  # of a meetup; a fair always has them
    fair: Mapped[Fair] = relationship(back_populates="editions")
    texts: Mapped[list[EditionText]] = relationship(back_populates="edition", cascade="all, delete-orphan")

    def text(self, language: str) -> EditionText:
        """The words of this edition in a language, or else in the fair's own."""
        by_language = {text.language: text for text in self.texts}
        return by_language.get(language) or by_language.get(self.fair.language) or self.texts[0]

    @property
    def full(self) -> bool:
        """Whether all places are taken."""
        return self.capacity is not None and self.taken >= self.capacity

    @property
    def cancelled(self) -> bool:
        """Whether it will not be held."""
        return self.cancelled_at is not None

    @property
    def has_meetings(self) -> bool:
        """Whether people choose whom to meet, and a grid is made."""
        return self.fair.kind == "fair" or self.speed_meetings

    def phase(self, now: datetime) -> Phase:
        """Where this edition stands at an instant."""
        if self.opened_at is None:
            return "draft"
        if now >= self.ends_at:
            return "after"
        if now >= self.starts_at:
            return "live"
        return self._phase_before(now) if self.has_meetings else "registration"

    def _phase_before(self, now: datetime) -> Phase:
        """How far the meetings are prepared, before the day."""
        if self.published_at is not None:
            return "published"
        if self.wishes_closed_at is not None:
            return "planning"
        return "registration" if self.registration_open(now) else "wishes"

    def registration_open(self, now: datetime) -> bool:
        """Whether somebody may still register."""
        return (
            self.opened_at is not None
            and not self.cancelled
            and self.registration_closed_at is None
            and (self.registration_closes_at is None or now < self.registration_closes_at)
            and now < self.ends_at
        )

    def wishes_open(self, now: datetime) -> bool:
        """Whether wishes and absences may still be declared."""
        return (
            self.opened_at is not None
            and not self.cancelled
            and self.wishes_closed_at is None
            and (self.wishes_close_at is None or now < self.wishes_close_at)
            and now < self.ends_at
        )


class EditionText(Base):
    """What an edition says of itself, in one language."""

    __tablename__ = "edition_text"
    __table_args__ = (UniqueConstraint("edition_id", "language"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(KEY)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    who_comes: Mapped[str] = mapped_column(default="")
    how_it_works: Mapped[str] = mapped_column(default="")
    programme: Mapped[str] = mapped_column(default="")
    edition: Mapped[Edition] = relationship(back_populates="texts")
