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

    from fairs.models import Participant

ROOM = or_(Edition.capacity.is_(None), Edition.taken < Edition.capacity)
ROOM_IN_FAMILY = or_(Family.quota.is_(None), Family.taken < Family.quota)


def take(session: Session, edition: Edition, family: Family | None = None) -> bool:
    """Take a place of the edition and, within it, of a family; whether there was one of both."""
    if not _moved(session, edition, ROOM, taken=Edition.taken + 1):
        return False
    if family is None or _moved(session, family, ROOM_IN_FAMILY, taken=Family.taken + 1):
        return True
    give_back(session, edition)
    return False


def give_back(session: Session, edition: Edition, family: Family | None = None) -> None:
    """Somebody's place is free again."""
    _moved(session, edition, Edition.taken > 0, taken=Edition.taken - 1)
    if family is not None:
        _moved(session, family, Family.taken > 0, taken=Family.taken - 1)


def change_family(session: Session, participant: Participant, family: Family | None) -> bool:
    """Let somebody belong to another family, with the place if there is one; whether there was room."""
    former = participant.family
    if participant.has_place and family is not former:
        if family is not None and not _moved(session, family, ROOM_IN_FAMILY, taken=Family.taken + 1):
            return False
        if former is not None:
            _moved(session, former, Family.taken > 0, taken=Family.taken - 1)
    participant.family = family
    return True


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
