"""Places of an edition, counted by the database itself, so that the last one is given once.

The count stands in the edition's row and moves in the statement that checks it. Who counts first and writes
afterwards sells the same place twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, update

from fairs.errors import Refused
from fairs.models import Edition

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def take(session: Session, edition: Edition, places: int = 1) -> bool:
    """Take a place, or so many at once or none of them; whether there was room."""
    room = or_(Edition.capacity.is_(None), Edition.taken + places <= Edition.capacity)
    return places == 0 or _moved(session, edition, room, taken=Edition.taken + places)


def give_back(session: Session, edition: Edition, places: int = 1) -> None:
    """Somebody's place is free again, or several."""
    _moved(session, edition, Edition.taken >= places, taken=Edition.taken - places)


def limit(session: Session, edition: Edition, capacity: int | None) -> None:
    """Say how many places there are; None for as many as people come. Raises Refused below what is taken."""
    enough = Edition.taken <= capacity if capacity is not None else Edition.taken >= 0
    if not _moved(session, edition, enough, capacity=capacity):
        raise Refused(
            "%(taken)d people take part already: there cannot be fewer places than that.",
            field="capacity",
            taken=edition.taken,
        )


def _moved(session: Session, edition: Edition, if_so: ColumnElement[bool], **values: object) -> bool:
    session.flush()
    order = update(Edition).where(Edition.id == edition.id, if_so).values(values)
    rows = session.connection().execute(order).rowcount
    session.expire(edition, ["taken", "capacity"])
    return rows == 1
