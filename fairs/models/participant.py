"""Participants: persons registered for one edition, their wishes and their absences."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, and_, or_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.fair import Edition
from fairs.models.family import Family
from fairs.models.invitation import Invitation
from fairs.models.organisation import Organisation

State = Literal[
    "received", "confirmed", "waitlisted", "offered", "approved", "declined", "withdrawn", "erased"
]
Level = Literal["must", "would", "open", "never"]


class Participant(Base):
    """A person registered for one edition on behalf of an organisation.

    received: typed in, the address not yet proven; confirmed: waits for the organiser; waitlisted: waits for
    a place; offered: a place is held until it is taken or the offer ends; approved: takes part; erased:
    a number without a name, which still counts where that person had a place when the edition was over.
    """

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("edition_id", "email"),
        Index("ix_participant_waiting", "edition_id", "state", "waitlisted_at"),
        Index(
            "ix_participant_offers",
            "offered_until",
            sqlite_where=text("state = 'offered'"),
            postgresql_where=text("state = 'offered'"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    email: Mapped[str]  # lower case; proven when confirmed
    language: Mapped[str] = mapped_column(KEY)
    listed: Mapped[bool] = mapped_column(default=False)  # agreed to stand in the public directory
    email_shown: Mapped[bool] = mapped_column(default=False)  # agreed that those met see the address
    consent_wording: Mapped[str] = mapped_column(default="")  # the sentence agreed to, as it was read
    state: Mapped[State] = mapped_column(KEY, default="received")
    fixed_table_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("venue_table.id", ondelete="SET NULL")
    )
    max_meetings: Mapped[int | None]
    family_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("family.id", ondelete="SET NULL"), index=True
    )
    invitation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("invitation.id", ondelete="SET NULL")
    )  # by which somebody came
    guest_of_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("participant.id", ondelete="SET NULL"), index=True
    )  # the colleague who brought this one along
    registered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    waitlisted_at: Mapped[datetime | None]  # since when somebody waits for a place: the order of the list
    offered_until: Mapped[datetime | None]  # until when a place is held
    left_at: Mapped[datetime | None]  # declined or withdrawn
    reminders_stopped_at: Mapped[datetime | None]  # asked to get no mail that can be done without
    reminded_before_meetings: Mapped[bool] = mapped_column(default=False)  # asked for a mail before each
    edition: Mapped[Edition] = relationship()
    organisation: Mapped[Organisation] = relationship()
    family: Mapped[Family | None] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
    absences: Mapped[list[Absence]] = relationship(
        back_populates="participant", order_by="Absence.starts_at", cascade="all, delete-orphan"
    )

    @property
    def takes_part(self) -> bool:
        """Whether the grid may place this person."""
        return self.state == "approved"

    @property
    def came(self) -> bool:
        """Whether this was somebody who had a place to the end, and is a number by now."""
        return self.state == "erased" and self.approved_at is not None and self.left_at is None

    @property
    def has_place(self) -> bool:
        """Whether one of the places is counted for this person."""
        return self.state in {"approved", "offered"}


class Absence(Base):
    """A time in which a participant cannot come; kept as instants, so that it survives a new layout."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="in_order"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    participant: Mapped[Participant] = relationship(back_populates="absences")


class Interest(Base):
    """A one-sided, ranked wish to meet, or never to meet."""

    __tablename__ = "interest"
    __table_args__ = (
        UniqueConstraint("wisher_id", "wished_id"),
        CheckConstraint("wisher_id <> wished_id", name="not_oneself"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    wisher_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    wished_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"), index=True)
    level: Mapped[Level] = mapped_column(KEY)
    message: Mapped[str] = mapped_column(default="")
    declared_at: Mapped[datetime]
    wisher: Mapped[Participant] = relationship(foreign_keys=[wisher_id])
    wished: Mapped[Participant] = relationship(foreign_keys=[wished_id])


CAME = and_(
    Participant.state == "erased", Participant.approved_at.is_not(None), Participant.left_at.is_(None)
)
"""Numbers that were somebody who had a place to the end."""
COUNTED = or_(Participant.state == "approved", CAME)
"""Those who take part or took part, whether they still have a name or not."""
