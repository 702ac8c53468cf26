"""Places of an edition and its families, counted by the database itself, so that the last one is given once.

The count stands in the row of what has places and moves in the statement that checks it. Who counts first and
writes afterwards sells the same place twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, update

from fairs.errors import Refused
from fairs.models import Edition, Family

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def take(session: Session, edition: Edition, family: Family | None = None, places: int = 1) -> bool:
    """Take a place of the edition and, within it, of a family, or so many at once; whether there was room."""
    if places == 0:
        return True
    room = or_(Edition.capacity.is_(None), Edition.taken + places <= Edition.capacity)
    if not _moved(session, edition, room, taken=Edition.taken + places):
        return False
    if family is None or take_of_family(session, family, places):
        return True
    give_back(session, edition, places=places)
    return False


def give_back(session: Session, edition: Edition, family: Family | None = None, places: int = 1) -> None:
    """Somebody's place is free again, or several."""
    _moved(session, edition, Edition.taken >= places, taken=Edition.taken - places)
    if family is not None:
        give_back_of_family(session, family, places)


def take_of_family(session: Session, family: Family, places: int) -> bool:
    """The same within a family alone, for whoever has places of the edition already."""
    room = or_(Family.quota.is_(None), Family.taken + places <= Family.quota)
    return places == 0 or _moved(session, family, room, taken=Family.taken + places)


def give_back_of_family(session: Session, family: Family, places: int) -> None:
    """Places of a family are free again, not those of the edition."""
    _moved(session, family, Family.taken >= places, taken=Family.taken - places)


def limit(session: Session, edition: Edition, capacity: int | None) -> None:
    """Say how many places there are; None for as many as people come. Raises Refused below what is taken."""
    enough = Edition.taken <= capacity if capacity is not None else Edition.taken >= 0
    if not _moved(session, edition, enough, capacity=capacity):
        raise Refused(
            "%(taken)d people take part already: there cannot be fewer places than that.",
            field="capacity",
            taken=edition.taken,
        )


def limit_family(session: Session, family: Family, quota: int | None) -> None:
    """The same for a family."""
    enough = Family.taken <= quota if quota is not None else Family.taken >= 0
    if not _moved(session, family, enough, quota=quota):
        raise Refused(
            "%(taken)d people of this family take part already: there cannot be fewer places than that.",
            field="quota",
            taken=family.taken,
        )


def _moved(session: Session, counted: Edition | Family, if_so: ColumnElement[bool], **values: Any) -> bool:
    session.flush()
    table = type(counted)
    order = update(table).where(table.id == counted.id, if_so).values(values)
    rows = session.connection().execute(order).rowcount
    session.expire(counted, ["taken", "capacity" if table is Edition else "quota"])
    return rows == 1
