"""Questions that an edition asks of those who register, and what they answered."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base

QuestionKind = Literal[
    "text", "long_text", "choice", "choices", "number", "date", "yes_no", "file", "consent"
]


class Question(Base):
    """A question. One that is removed keeps its answers."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_in_order", "edition_id", "position"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(KEY)
    labels: Mapped[dict[str, Any]]  # by language
    hints: Mapped[dict[str, Any]]  # by language
    choices: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # {"key", "labels"} in order
    families: Mapped[list[str]] = mapped_column(JSON, default=list)  # slugs; none: asked of everybody
    required: Mapped[bool] = mapped_column(default=False)
    depends_on_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("question.id", ondelete="SET NULL"))
    depends_value: Mapped[str] = mapped_column(default="")  # key of a choice, or "yes" or "no"
    removed_at: Mapped[datetime | None]

    def label(self, language: str) -> str:
        """The question in a language, or else in any."""
        return str(self.labels.get(language) or next(iter(self.labels.values()), ""))

    def hint(self, language: str) -> str:
        """What helps to answer it; nothing where nothing is said."""
        return str(self.hints.get(language) or next(iter(self.hints.values()), ""))


class Answer(Base):
    """What somebody answered."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("participant_id", "question_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id", ondelete="CASCADE"))
    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    value: Mapped[dict[str, Any]]  # one of text, keys, number, date, yes, upload, consent (its wording)
    answered_at: Mapped[datetime]
    question: Mapped[Question] = relationship()


class Upload(Base):
    """A file that was sent as an answer."""

    __tablename__ = "upload"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    participant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(KEY)  # a key of fairs.domain.uploads
    content: Mapped[bytes] = mapped_column(LargeBinary)
    uploaded_at: Mapped[datetime]
