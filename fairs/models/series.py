"""A fair or meetup that recurs: its rule, and which edition is held for which date of it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairs.models.base import KEY, Base
from fairs.models.fair import Edition, Fair


class Series(Base):
    """The rule by which editions recur: dates from an RRULE, hours of the clock on the wall.

    Hours are kept as the wall shows them, never as instants: after the clocks change, six is still six.
    """

    __tablename__ = "series"
    __table_args__ = (CheckConstraint("ahead >= 1", name="ahead"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    fair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"), unique=True)
    rule: Mapped[str]  # RRULE of RFC 5545, of dates
    begins_on: Mapped[date]  # DTSTART of the rule
    starts: Mapped[time]
    ends: Mapped[time]  # not after `starts`: on the next day
    timezone: Mapped[str] = mapped_column(KEY)
    left_out: Mapped[list[str]] = mapped_column(JSON)  # EXDATE: dates in ISO 8601
    extra: Mapped[list[str]] = mapped_column(JSON)  # RDATE
    ahead: Mapped[int]  # how many editions exist beforehand
    changed_at: Mapped[datetime]  # another rule is another reason to see to its dates
    fair: Mapped[Fair] = relationship()


class Occurrence(Base):
    """An edition is held for a date of a rule; each date has one edition, whichever clock comes first."""

    __tablename__ = "occurrence"
    __table_args__ = (UniqueConstraint("fair_id", "held_on"),)

    edition_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True
    )
    fair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    held_on: Mapped[date]
    announced_at: Mapped[datetime]  # since when this date holds
    edition: Mapped[Edition] = relationship()
