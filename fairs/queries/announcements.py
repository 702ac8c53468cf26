"""Editions as everyone may know them, with what calendars need to notice a change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from fairs.agenda.announcements import Announcement
from fairs.agenda.card import card_of
from fairs.models import DomainEvent, Edition, Fair

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

SHOWS = ("EditionOpened", "EditionChanged", "EditionMoved", "EditionCancelled")
"""The events after which an edition may say something else of itself."""


@dataclass(frozen=True)
class Wanted:
    """Of which fair, territory and kind; "" for all."""

    territory: str = ""
    kind: str = ""
    fair: Fair | None = None


@dataclass(frozen=True)
class Pages:
    """How to find what an announcement leads to, and under whose name identifiers are made."""

    edition: Callable[[Edition], str]
    fair: Callable[[Fair], str]
    card: Callable[[Edition, str], str]  # in a language
    calendar_domain: str


def editions(session: Session, wanted: Wanted, since: datetime) -> Sequence[Edition]:
    """Editions before the public that were not over at an instant, in order of time."""
    statement = (
        select(Edition)
        .join(Edition.fair)
        .options(joinedload(Edition.fair), selectinload(Edition.texts))
        .where(Edition.opened_at.is_not(None), Edition.ends_at > since)
        .order_by(Edition.starts_at, Edition.slug)
    )
    if wanted.fair is not None:
        statement = statement.where(Edition.fair_id == wanted.fair.id)
    if wanted.territory:
        statement = statement.where(Fair.territory == wanted.territory)
    if wanted.kind:
        statement = statement.where(Fair.kind == wanted.kind)
    return session.scalars(statement).all()


def territories(session: Session, since: datetime) -> list[str]:
    """Where anything was or will be."""
    return sorted(
        session.scalars(
            select(Fair.territory)
            .join(Edition)
            .where(Edition.opened_at.is_not(None), Edition.ends_at > since)
            .distinct()
        )
    )


def announced(
    session: Session, shown: Sequence[Edition], pages: Pages, language: str, now: datetime
) -> tuple[Announcement, ...]:
    """Editions as values, in this order; the number of queries does not grow."""
    changes = _changes(session, shown)
    return tuple(_value(one, *changes.get(one.id, (0, None)), pages, language, now) for one in shown)


def _changes(session: Session, shown: Sequence[Edition]) -> dict[uuid.UUID, tuple[int, datetime | None]]:
    """How often each was changed, and when last: told by the journal, which no change escapes."""
    rows = session.execute(
        select(DomainEvent.edition_id, func.count(), func.max(DomainEvent.at))
        .where(DomainEvent.edition_id.in_([one.id for one in shown]), DomainEvent.kind.in_(SHOWS))
        .group_by(DomainEvent.edition_id)
    )
    return {edition_id: (count, last) for edition_id, count, last in rows if edition_id is not None}


def _value(
    edition: Edition, changes: int, changed_at: datetime | None, pages: Pages, language: str, now: datetime
) -> Announcement:
    text, fair = edition.text(language), edition.fair
    announcement = Announcement(
        uid=f"edition-{edition.id}@{pages.calendar_domain}",
        sequence=max(changes - 1, 0),
        changed_at=changed_at or edition.opened_at or edition.starts_at,
        url=pages.edition(edition),
        fair_url=pages.fair(fair),
        kind=fair.kind,
        fair=fair.name,
        title=text.title,
        summary=text.summary,
        who_comes=text.who_comes,
        network=fair.network,
        territory=fair.territory,
        venue=edition.venue,
        address=edition.address,
        contact_email=edition.contact_email,
        timezone=edition.timezone,
        start_at=edition.starts_at,
        end_at=edition.ends_at,
        language=text.language,
        accent=fair.accent,
        cancelled=edition.cancelled,
        because=edition.cancelled_because,
        full=edition.full,
        open=edition.registration_open(now),
    )
    card_url = f"{pages.card(edition, language)}&v={card_of(announcement).mark}"
    return replace(announcement, card_url=card_url)
