"""Programs of others that want to hear what happens, and what became of telling them."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from fairs.models.base import KEY, Base


class Webhook(Base):
    """An address that is told of an edition's events, signed as standard-webhooks has it."""

    __tablename__ = "webhook"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    address: Mapped[str]
    kinds: Mapped[list[str]] = mapped_column(JSON)  # of events, by their stable names
    secret: Mapped[str]  # whsec_...; signing needs it as it is
    former_secret: Mapped[str | None]  # signs as well until ...
    former_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]  # kept for the sake of its attempts


class Attempt(Base):
    """One try to tell a webhook of an event."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_latest", "webhook_id", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    webhook_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    delivery_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("delivery.id"))  # None: a test
    kind: Mapped[str] = mapped_column(KEY)
    at: Mapped[datetime]
    milliseconds: Mapped[int]
    status: Mapped[int | None]  # of HTTP; None where no answer came
    error: Mapped[str] = mapped_column(default="")
