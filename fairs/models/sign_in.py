"""Who is signed in where, how they got in, and how often somebody may ask."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from fairs.models.base import KEY, Base


class Knock(Base):
    """Somebody asked to be let in. The code in the mail belongs to it, and to the browser that knows its id.

    A row is written for unknown addresses too, so that they are answered like known ones.
    """

    __tablename__ = "knock"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    subject_id: Mapped[uuid.UUID | None] = mapped_column(index=True)  # an account or a participant, if known
    back: Mapped[str] = mapped_column(default="")  # the page of ours that asked for it
    tries: Mapped[int] = mapped_column(default=0)  # codes typed in
    at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class SignIn(Base):
    """An address is signed in on a device. The cookie holds a secret, of which only the hash is here."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_of_address", "email", "signed_in_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    hash: Mapped[str] = mapped_column(String(64), unique=True)  # sha-256, hexadecimal
    email: Mapped[str]  # an account's, a participant's, or both
    device: Mapped[str] = mapped_column(default="")  # as the browser names itself, in two words
    own_device: Mapped[bool] = mapped_column(default=True)
    signed_in_at: Mapped[datetime]
    second_at: Mapped[datetime | None]  # when the second factor was shown
    seen_at: Mapped[datetime]  # to the hour
    ends_at: Mapped[datetime] = mapped_column(index=True)


class AddressChange(Base):
    """Somebody wants mails at another address, once that one is proven."""

    __tablename__ = "address_change"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    former: Mapped[str]
    wanted: Mapped[str]
    language: Mapped[str] = mapped_column(KEY)
    asked_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]


class Allowance(Base):
    """How often something was done by, or to, somebody since an instant; counted by all processes."""

    __tablename__ = "allowance"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)  # sha-256 of what, and by or to whom
    since: Mapped[datetime] = mapped_column(index=True)
    taken: Mapped[int] = mapped_column(default=0)
