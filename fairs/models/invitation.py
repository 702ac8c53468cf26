"""Invitations to an edition: to one person, or to a group by one link with a number of seats."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.fair import Edition
from fairs.models.family import Family

InvitationKind = Literal["personal", "group", "exception"]


class Invitation(Base):
    """A way in. `exception`: for somebody who asked to register after the end, once it is granted."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("used >= 0 AND used <= seats", name="seats"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    kind: Mapped[InvitationKind] = mapped_column(KEY)
    label: Mapped[str] = mapped_column(default="")  # whom or which group, as the organiser calls it
    email: Mapped[str] = mapped_column(default="", index=True)  # of a personal one; lower case
    language: Mapped[str] = mapped_column(KEY, default="fr")
    words: Mapped[str] = mapped_column(default="")  # the organiser's, or those of who asks for an exception
    family_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("family.id", ondelete="SET NULL"))
    seats: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)  # moved by fairs.domain.invitations alone
    approves: Mapped[bool] = mapped_column(default=True)  # who comes by it needs no organiser's approval
    filled_in: Mapped[dict[str, Any]]  # what is known already, by the names of the form's fields
    created_at: Mapped[datetime]
    granted_at: Mapped[datetime | None]  # of an exception; None: the organiser has not decided
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]  # by the organiser, who for an exception said no
    edition: Mapped[Edition] = relationship()
    family: Mapped[Family | None] = relationship()
