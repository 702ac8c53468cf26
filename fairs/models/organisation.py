"""Organisations: companies, associations, public bodies that take part."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base

Side = Literal["offer", "need"]
Cooperation = Literal["activity", "public", "flow", "skill"]


class Organisation(Base):
    """Who takes part; it outlives an edition."""

    __tablename__ = "organisation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    name: Mapped[str]
    family: Mapped[str] = mapped_column(KEY, default="")  # a key of fairs.families
    legal_form: Mapped[str] = mapped_column(default="")
    siret: Mapped[str] = mapped_column(default="", index=True)  # fourteen digits, or nothing
    town: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    pitch: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    listings: Mapped[list[Listing]] = relationship(
        back_populates="organisation", order_by="Listing.position", cascade="all, delete-orphan"
    )

    def listed(self, side: Side) -> list[Listing]:
        """Its offers, or its needs."""
        return [listing for listing in self.listings if listing.side == side]


class Listing(Base):
    """An offer or a need, of one of the four forms of cooperation."""

    __tablename__ = "listing"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    organisation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    side: Mapped[Side] = mapped_column(KEY)
    cooperation: Mapped[Cooperation] = mapped_column(KEY)
    text: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    organisation: Mapped[Organisation] = relationship(back_populates="listings")
