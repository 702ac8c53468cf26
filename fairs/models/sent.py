"""What is kept of a form that was sent: files until the rest of it is mended, and that it was sent at all."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from fairs.models.base import KEY, Base


class PendingUpload(Base):
    """A file that came with a form in which something else is still to be mended. Gone after an hour."""

    __tablename__ = "pending_upload"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    holder: Mapped[str] = mapped_column(KEY, index=True)  # hash of a secret in the browser that sent it
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(KEY)  # a key of fairs.domain.uploads
    content: Mapped[bytes] = mapped_column(LargeBinary)
    uploaded_at: Mapped[datetime] = mapped_column(index=True)


class Submission(Base):
    """A form that was taken in: the very same one, sent again, is taken in once. Gone after a day."""

    __tablename__ = "submission"

    digest: Mapped[str] = mapped_column(KEY, primary_key=True)  # of the form's own key and what stood in it
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    sent_at: Mapped[datetime] = mapped_column(index=True)
