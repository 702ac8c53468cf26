"""Families of participants: kinds of organisations and people of one edition, each with its own places."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.fair import Edition


class Family(Base):
    """A family of an edition. Its kind, one of `fairs.families`, gives it letter and hue."""

    __tablename__ = "family"
    __table_args__ = (
        UniqueConstraint("edition_id", "slug"),
        CheckConstraint("taken >= 0 AND (quota IS NULL OR taken <= quota)", name="seats"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(KEY)  # in addresses and sheets; never changes
    kind: Mapped[str] = mapped_column(KEY)  # a key of fairs.families
    names: Mapped[dict[str, Any]]  # by language
    prices: Mapped[dict[str, Any]]  # what admission costs, in words, by language; nothing is paid here
    legal_forms: Mapped[list[str]] = mapped_column(JSON, default=list)  # to choose from; none: not asked
    position: Mapped[int]
    quota: Mapped[int | None]  # places of this family; None: as many as the edition has
    taken: Mapped[int] = mapped_column(default=0)  # of them; moved by fairs.domain.seats alone
    approves_itself: Mapped[bool | None]  # None: as the edition says
    edition: Mapped[Edition] = relationship()

    def name(self, language: str) -> str:
        """What it is called in a language, or else in any."""
        return str(self.names.get(language) or next(iter(self.names.values()), self.slug))

    def price(self, language: str) -> str:
        """What admission costs, in words; nothing where nothing is said."""
        return str(self.prices.get(language) or next(iter(self.prices.values()), ""))

    @property
    def full(self) -> bool:
        """Whether all its places are taken."""
        return self.quota is not None and self.taken >= self.quota


class Apart(Base):
    """Two families, or one with itself, whose people shall not meet. The smaller id comes first."""

    __tablename__ = "family_apart"

    one_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("family.id", ondelete="CASCADE"), primary_key=True, index=True
    )
