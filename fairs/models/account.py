"""Login identities of organisers, their rôles, invitations to a team, and the tokens in mails."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.fair import Fair

Role = Literal["owner", "organiser", "desk", "viewer"]
Purpose = Literal[
    "confirm",
    "personal",
    "feed",
    "sign_in",
    "unsubscribe",
    "invitation",
    "address",
    "team",
    "follow",
    "unfollow",
    "substitute",
]


class Account(Base):
    """A login identity."""

    __tablename__ = "account"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str] = mapped_column(KEY, default="fr")
    created_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]  # since when it has one; without, mail alone lets in
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="account", cascade="all, delete-orphan"
    )


class Membership(Base):
    """An account runs a fair, in a rôle."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "fair_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    fair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(KEY)
    account: Mapped[Account] = relationship(back_populates="memberships")
    fair: Mapped[Fair] = relationship()


class Token(Base):
    """A secret that was mailed: only its hash is kept, bound to one purpose and one subject."""

    __tablename__ = "token"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    hash: Mapped[str] = mapped_column(String(64), unique=True)  # sha-256, hexadecimal
    purpose: Mapped[Purpose] = mapped_column(KEY)
    subject_id: Mapped[uuid.UUID] = mapped_column(index=True)  # a participant, an account, an invitation, ...
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]  # single-use purposes only
    revoked_at: Mapped[datetime | None]


class TeamInvitation(Base):
    """Somebody is asked to help run a fair. The mailed button makes a membership of it."""

    __tablename__ = "team_invitation"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    fair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"), index=True)
    edition_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE")
    )  # led to first
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    email: Mapped[str]
    role: Mapped[Role] = mapped_column(KEY)
    invited_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    fair: Mapped[Fair] = relationship()
    invited_by: Mapped[Account | None] = relationship()
