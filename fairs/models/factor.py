"""What organisers show beside their mail: codes of an app, passkeys, and codes for when both are lost."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from fairs.models.base import Base


class CodeApp(Base):
    """An app that shows time-based codes (RFC 6238)."""

    __tablename__ = "code_app"

    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    secret: Mapped[str]  # encrypted with a key derived from the installation's
    added_at: Mapped[datetime]
    last_step: Mapped[int]  # of the latest code taken: no code opens twice


class Passkey(Base):
    """A passkey: the device keeps the private part."""

    __tablename__ = "passkey"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    credential: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    signatures: Mapped[int] = mapped_column(
        BigInteger
    )  # as the device counts them; a copy of it would fall behind
    name: Mapped[str]
    added_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """One of the codes that were written down; each opens once."""

    __tablename__ = "recovery_code"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    hash: Mapped[str] = mapped_column(String(64))  # keyed with the installation's secret
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
