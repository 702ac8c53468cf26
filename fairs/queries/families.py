"""The families of an edition, in the order in which people choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.errors import NotFound
from fairs.models import Apart, Family
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from fairs.models import Edition


def of_edition(session: Session, edition: Edition) -> Sequence[Family]:
    """All of them."""
    ordered = select(Family).filter_by(edition_id=edition.id).order_by(Family.position, Family.slug)
    return session.scalars(ordered).all()


def by_id(session: Session, edition: Edition, written: str) -> Family:
    """A family of an edition by what stands in an address. Raises NotFound."""
    family = session.scalar(select(Family).filter_by(id=written_id(written), edition_id=edition.id))
    if family is None:
        raise NotFound("This family is not known here.")
    return family


def by_slug(session: Session, edition: Edition, slug: str) -> Family | None:
    """A family by the word that stands for it in forms and sheets."""
    return session.scalar(select(Family).filter_by(slug=slug, edition_id=edition.id))


def apart(session: Session, edition: Edition) -> Sequence[tuple[uuid.UUID, uuid.UUID]]:
    """Pairs of families, by their ids, whose people shall not meet one another."""
    rows = session.execute(
        select(Apart.one_id, Apart.other_id)
        .join(Family, Family.id == Apart.one_id)
        .where(Family.edition_id == edition.id)
    )
    return [(one, other) for one, other in rows]
