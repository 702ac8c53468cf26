"""The next edition, made from the last one: its words, its tables, its settings; not its people."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from fairs.models import Activity, Block, Edition, EditionText, Table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

ALIKE = ("timezone", "venue", "address", "contact_name", "contact_email", "capacity")
CONDUCT = ("approves_itself", "repairs_itself", "speed_meetings")
WORDS = ("language", "title", "summary", "who_comes", "how_it_works", "programme")
DATES = ("registration_closes_at", "wishes_close_at")
SLUG_AT_MOST = 64


def succeed(session: Session, former: Edition, starts_at: datetime, ends_at: datetime) -> Edition:
    """A draft that takes after another edition of the same fair, at another time."""
    edition = Edition(
        fair=former.fair,
        slug=_slug(session, former, starts_at),
        starts_at=starts_at,
        ends_at=ends_at,
        texts=[EditionText(**{name: getattr(text, name) for name in WORDS}) for text in former.texts],
        **{name: getattr(former, name) for name in (*ALIKE, *CONDUCT)},
        **_closing(former, starts_at),
    )
    session.add(edition)
    session.flush()
    _lay_out(session, former, edition)
    return edition


def move(session: Session, edition: Edition, starts_at: datetime, ends_at: datetime) -> None:
    """Hold an edition at another time, and everything of it that has a time along with it."""
    for name, instant in _closing(edition, starts_at).items():
        setattr(edition, name, instant)
    blocks = session.scalars(select(Block).filter_by(edition_id=edition.id)).all()
    activities = session.scalars(select(Activity).filter_by(edition_id=edition.id)).all()
    timed: list[Block | Activity] = [*blocks, *activities]
    for row in timed:
        row.starts_at = shifted(row.starts_at, edition, starts_at)
        row.ends_at = shifted(row.ends_at, edition, starts_at)
    edition.starts_at, edition.ends_at = starts_at, ends_at
    session.flush()


def shifted(instant: datetime, edition: Edition, starts_at: datetime) -> datetime:
    """An instant as far from another start as it was from this one, by the clocks of the place."""
    zone = ZoneInfo(edition.timezone)
    was, begun, begins = (
        at.astimezone(zone).replace(tzinfo=None) for at in (instant, edition.starts_at, starts_at)
    )
    return (begins + (was - begun)).replace(tzinfo=zone).astimezone(UTC)


def _closing(edition: Edition, starts_at: datetime) -> dict[str, datetime]:
    """When registration and wishes close, where they have a date."""
    dates = {name: getattr(edition, name) for name in DATES}
    return {name: shifted(date, edition, starts_at) for name, date in dates.items() if date is not None}


def _lay_out(session: Session, former: Edition, edition: Edition) -> None:
    for block in session.scalars(select(Block).filter_by(edition_id=former.id)):
        session.add(
            Block(
                edition_id=edition.id,
                name=block.name,
                starts_at=shifted(block.starts_at, former, edition.starts_at),
                ends_at=shifted(block.ends_at, former, edition.starts_at),
                meeting_minutes=block.meeting_minutes,
                pause_minutes=block.pause_minutes,
            )
        )
    for table in session.scalars(select(Table).filter_by(edition_id=former.id, retired=False)):
        session.add(
            Table(
                edition_id=edition.id,
                position=table.position,
                label=table.label,
                seats=table.seats,
                tags=table.tags,
            )
        )
    session.flush()


def _slug(session: Session, former: Edition, starts_at: datetime) -> str:
    """An address that nobody has: the fair's, with the date."""
    day = starts_at.astimezone(ZoneInfo(former.timezone)).date()
    stem = f"{former.fair.slug[: SLUG_AT_MOST - 16]}-{day:%Y-%m-%d}"
    taken = set(session.scalars(select(Edition.slug).where(Edition.slug.startswith(stem, autoescape=True))))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if slug not in taken)
