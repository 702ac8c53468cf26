"""What is left for each family, as whoever is about to register sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from fairs.models import Participant
from fairs.queries import families

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Family


@dataclass(frozen=True)
class Opening:
    """A family that one can register with."""

    family: Family
    left: int | None  # places; None: as many as people come
    waiting: int  # how many would stand before

    @property
    def full(self) -> bool:
        """Whether whoever comes now finds no place."""
        return self.left == 0


def of_edition(session: Session, edition: Edition) -> list[Opening]:
    """All families, in the order in which people choose."""
    waiting = _waiting(session, edition)
    everybody = sum(waiting.values())
    return [
        Opening(family, _left(edition, family), everybody if edition.full else waiting.get(family.id, 0))
        for family in families.of_edition(session, edition)
    ]


def of_family(session: Session, edition: Edition, family: Family) -> Opening:
    """One of them."""
    return next(one for one in of_edition(session, edition) if one.family is family)


def _left(edition: Edition, family: Family) -> int | None:
    limits = ((edition.capacity, edition.taken), (family.quota, family.taken))
    return min((most - taken for most, taken in limits if most is not None), default=None)


def _waiting(session: Session, edition: Edition) -> dict[object, int]:
    rows = session.execute(
        select(Participant.family_id, func.count())
        .filter_by(edition_id=edition.id, state="waitlisted")
        .group_by(Participant.family_id)
    )
    return {family_id: people for family_id, people in rows}  # noqa: C416 - `dict` does not take rows
