"""What is known of e-mail addresses beyond any one edition."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Mapped, mapped_column

from fairs.models.base import KEY, Base

Refusal = Literal["refused", "bounced"]


class DeadAddress(Base):
    """An address that takes no mail: a server refused it for good, or sent a mail back."""

    __tablename__ = "dead_address"

    email: Mapped[str] = mapped_column(primary_key=True)  # lower case
    how: Mapped[Refusal] = mapped_column(KEY)
    said: Mapped[str]  # by the mail system
    since: Mapped[datetime]
