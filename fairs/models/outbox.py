"""What happened, what must follow from it, and what was sent."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base

DeliveryState = Literal["todo", "doing", "done", "dead", "cancelled"]
Queue = Literal["mail", "solve", "render", "default"]


class DomainEvent(Base):
    """Something that happened, written in the transaction in which it did. `seq` is their order."""

    __tablename__ = "domain_event"
    __table_args__ = (  # of the journal, which tells the newest first
        Index("ix_domain_event_of_edition", "edition_id", "at", "seq"),
        Index("ix_domain_event_of_kind", "edition_id", "kind", "at", "seq"),
        Index("ix_domain_event_of_actor", "edition_id", "actor", "at", "seq"),
        Index("ix_domain_event_of_subject", "subject_id", "at", "seq"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[uuid.UUID] = mapped_column(unique=True, default=uuid.uuid4)
    kind: Mapped[str] = mapped_column(KEY, index=True)
    edition_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("edition.id"))
    actor: Mapped[str] = mapped_column(KEY, default="")  # as fairs.outbox.ACTOR says
    subject_id: Mapped[uuid.UUID | None]  # the participant whom it is about, from the payload
    payload: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    deliveries: Mapped[list[Delivery]] = relationship(back_populates="event")


class Delivery(Base):
    """One reaction to one event, to be carried out at least once, and its effect exactly once."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("event_seq", "handler"),
        Index("ix_delivery_due", "state", "not_before"),
        Index("ix_delivery_of_edition", "edition_id", "event_seq"),
        Index("ix_delivery_by_state", "edition_id", "state", "queue", "event_seq"),
        Index(
            "uq_delivery_dedup_key_todo",
            "dedup_key",
            unique=True,
            sqlite_where=text("state = 'todo'"),
            postgresql_where=text("state = 'todo'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    event_seq: Mapped[int] = mapped_column(ForeignKey("domain_event.seq"))
    edition_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("edition.id"))  # the event's, for lists
    handler: Mapped[str] = mapped_column(KEY)  # the stable name in fairs.delivery.subscriptions
    queue: Mapped[Queue] = mapped_column(KEY, default="default")
    state: Mapped[DeliveryState] = mapped_column(KEY, default="todo")
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    owner: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    dedup_key: Mapped[str | None]
    error: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    event: Mapped[DomainEvent] = relationship(back_populates="deliveries")


class Tick(Base):
    """That a scheduled thing was done for a slot of time: whoever writes the row first does it."""

    __tablename__ = "tick"
    __table_args__ = (UniqueConstraint("job", "slot"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    job: Mapped[str] = mapped_column(KEY)
    slot: Mapped[str]
    at: Mapped[datetime]
    skipped: Mapped[bool] = mapped_column(default=False)  # it came too late to be of use


class Heartbeat(Base):
    """When a part of the machinery last showed life; read by /healthz."""

    __tablename__ = "heartbeat"

    part: Mapped[str] = mapped_column(KEY, primary_key=True)  # "pump", "worker", "clock"
    at: Mapped[datetime]


class Mail(Base):
    """A mail that left or, without a mail server, lies in the site's own mailbox."""

    __tablename__ = "mail"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    message_id: Mapped[str] = mapped_column(unique=True)
    delivery_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("delivery.id"), index=True)
    edition_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("edition.id"), index=True)
    recipient: Mapped[str] = mapped_column(index=True)
    subject: Mapped[str]
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)  # kept only in the site's own mailbox
    sent_at: Mapped[datetime] = mapped_column(index=True)
    bounced_at: Mapped[datetime | None]  # when a mail system reported that it could not be delivered


class MailPace(Base):
    """How far the places of a day are given away, where a mail server takes only so many mails a minute.

    Instants are milliseconds of that day: one statement can reckon with them, the same in either database.
    The columns bear the names of an earlier form, which counted the mails of each minute.
    """

    __tablename__ = "mail_minute"

    day: Mapped[datetime] = mapped_column("minute", primary_key=True)
    free: Mapped[int] = mapped_column("taken", default=0)  # from here on
    told: Mapped[int] = mapped_column("waiting", default=0)  # to the last of those who are to come back


class QueueMigration(Base):
    """A step in the history of procrastinate's own tables that this database has made."""

    __tablename__ = "queue_migration"

    name: Mapped[str] = mapped_column(primary_key=True)
