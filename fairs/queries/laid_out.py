"""What an organiser has laid out for an edition, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs.models import Activity, Block, Family, Question, Table

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition


@dataclass(frozen=True)
class LaidOut:
    """How many of each there are."""

    families: int
    questions: int
    blocks: int
    tables: int
    activities: int


def of_edition(session: Session, edition: Edition) -> LaidOut:
    """What a copy of this edition would begin with."""
    wanted = {
        "families": select(func.count()).select_from(Family).filter_by(edition_id=edition.id),
        "questions": select(func.count())
        .select_from(Question)
        .filter_by(edition_id=edition.id, removed_at=None),
        "blocks": select(func.count()).select_from(Block).filter_by(edition_id=edition.id),
        "tables": select(func.count()).select_from(Table).filter_by(edition_id=edition.id, retired=False),
        "activities": select(func.count()).select_from(Activity).filter_by(edition_id=edition.id),
    }
    return LaidOut(**{name: session.scalar(count) or 0 for name, count in wanted.items()})
