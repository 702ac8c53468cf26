"""How many organisations of each family take part: numbers that name nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import distinct, func, select

from fairs.families import FAMILIES
from fairs.models import Organisation, Participant
from fairs.models.participant import COUNTED

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition

KEYS = tuple(family.key for family in FAMILIES)


def by_family(session: Session, edition: Edition) -> dict[str, int]:
    """The families that are there, in the order of the house."""
    rows = session.execute(
        select(Organisation.family, func.count(distinct(Organisation.id)))
        .join(Participant, Participant.organisation_id == Organisation.id)
        .where(Participant.edition_id == edition.id, COUNTED)
        .group_by(Organisation.family)
    )
    found = {family: count for family, count in rows}  # noqa: C416 - `dict` does not take rows
    return {key: found[key] for key in (*KEYS, *sorted(found.keys() - set(KEYS))) if key in found}
