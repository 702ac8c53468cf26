"""What was merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.errors import NotFound
from fairs.models import Merger
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition


def of_edition(session: Session, edition: Edition, since: datetime) -> Sequence[Merger]:
    """What was merged from an edition's page lately and stands, the newest first."""
    lately = select(Merger).where(
        Merger.edition_id == edition.id, Merger.merged_at > since, Merger.undone_at.is_(None)
    )
    return session.scalars(lately.order_by(Merger.merged_at.desc(), Merger.id)).all()


def by_id(session: Session, edition: Edition, written: str) -> Merger:
    """A merging by what stands in an address. Raises NotFound."""
    found = session.scalar(select(Merger).filter_by(id=written_id(written), edition_id=edition.id))
    if found is None:
        raise NotFound("This is not known here.")
    return found
