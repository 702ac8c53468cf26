"""Meetings of the schedule that holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs.models import Meeting, Schedule

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition


def to_come(session: Session, edition: Edition, now: datetime) -> int:
    """How many have not begun."""
    published = select(Schedule.id).filter_by(edition_id=edition.id, state="published")
    held = Meeting.schedule_id.in_(published), ~Meeting.cancelled, Meeting.starts_at > now
    return session.scalar(select(func.count()).select_from(Meeting).where(*held)) or 0
