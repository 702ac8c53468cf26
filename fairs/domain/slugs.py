"""What fairs and editions are called in addresses: short, stable, and never a row number."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from fairs.models import Edition, Fair
from fairs.queries.people import folded

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

LENGTH = 40
APOSTROPHES = re.compile(r"['’]")
OTHER_SIGNS = re.compile(r"[^a-z0-9]+")
TAKEN_BY_PAGES = {"new", "mail"}  # /o/new is no edition


def of_fair(session: Session, name: str) -> str:
    """The address of a new fair, from its name."""
    return _free(session, Fair, written(name) or "fair")


def of_edition(session: Session, fair: Fair, starts_at: datetime, timezone: str) -> str:
    """The address of a new edition: its fair's, with the month, and with the day where that is taken."""
    local = starts_at.astimezone(ZoneInfo(timezone))
    wanted = f"{fair.slug}-{local:%Y-%m}"
    known = session.scalar(select(Edition.id).filter_by(slug=wanted))
    return wanted if known is None else _free(session, Edition, f"{fair.slug}-{local:%Y-%m-%d}")


def written(name: str) -> str:
    """A name in the signs of addresses: «L’Été des Sœurs» is l-ete-des-soeurs."""
    plain = folded(APOSTROPHES.sub(" ", name)).replace("œ", "oe").replace("æ", "ae").replace("ø", "o")
    return OTHER_SIGNS.sub("-", plain).strip("-")[:LENGTH].strip("-")


def _free(session: Session, table: type[Edition | Fair], wanted: str) -> str:
    used = set(session.scalars(select(table.slug).where(table.slug.startswith(wanted, autoescape=True))))
    used |= TAKEN_BY_PAGES
    return wanted if wanted not in used else next(s for n in count(2) if (s := f"{wanted}-{n}") not in used)
