"""What was agreed to, in which words, and how long an edition keeps what it knows of people."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.participant import Participant

KEPT_MONTHS = 12  # unless the organiser says otherwise


class PrivacyTerms(Base):
    """What an edition says of the data it holds. Without a row: what stands here by default."""

    __tablename__ = "privacy_terms"
    __table_args__ = (CheckConstraint("kept_months > 0", name="kept"),)

    edition_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True
    )
    kept_months: Mapped[int] = mapped_column(default=KEPT_MONTHS)  # after the end
    controller: Mapped[str] = mapped_column(default="")  # who answers for the data; "": the network
    contact: Mapped[str] = mapped_column(default="")  # how to reach them; "": the edition's address
    recipients: Mapped[str] = mapped_column(default="")  # who else gets data, beyond what the program does
    measures: Mapped[str] = mapped_column(default="")  # how they are kept safe, beyond the program's own
    warned_at: Mapped[datetime | None]  # when the team was told that the time is coming ...
    warned_of: Mapped[datetime | None]  # ... and of which time


class Consent(Base):
    """Somebody agreed to something, in these words. Agreeing anew, or to other words, is another row."""

    __tablename__ = "consent"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[str] = mapped_column(KEY)  # "listed", "email_shown", or the id of a question
    wording: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    participant: Mapped[Participant] = relationship()
