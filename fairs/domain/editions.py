"""What an edition says and how it behaves; its gates open and close."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from fairs import events
from fairs.domain import seats, waiting
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.outbox import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition


@dataclass(frozen=True)
class EditionSettings:
    """What the organiser sets on the page of settings."""

    registration_closes_at: datetime | None
    wishes_close_at: datetime | None
    approves_itself: bool
    repairs_itself: bool
    capacity: int | None = None  # places; None: as many as people come
    opens_at: datetime | None = None  # of a draft


def change_settings(session: Session, edition: Edition, settings: EditionSettings, now: datetime) -> None:
    """Set how an edition behaves. A closing date moved into the future opens what its date had closed."""
    take_up(session, edition)  # its dates may be striking at this moment
    before = _as_set(edition)
    for closing in ("registration_closes_at", "wishes_close_at"):
        date = getattr(settings, closing)
        if date is not None and date > edition.ends_at:
            raise Refused("A closing date must lie before the end of the fair.", field=closing)
    if edition.opened_at is None:
        _open_at(edition, settings)
    if settings.registration_closes_at != edition.registration_closes_at:
        edition.registration_closes_at, edition.registration_closed_at = settings.registration_closes_at, None
    if settings.wishes_close_at != edition.wishes_close_at:
        edition.wishes_close_at, edition.wishes_closed_at = settings.wishes_close_at, None
    seats.limit(session, edition, settings.capacity)
    waiting.fill(session, edition, now)
    edition.approves_itself = settings.approves_itself
    edition.repairs_itself = settings.repairs_itself
    after = _as_set(edition)
    if changed := [name for name, value in after.items() if value != before[name]]:
        record(session, events.EditionChanged(edition.id, " ".join(changed)), now)


def _as_set(edition: Edition) -> dict[str, object]:
    return {field.name: getattr(edition, field.name) for field in fields(EditionSettings)}


def _open_at(edition: Edition, settings: EditionSettings) -> None:
    """Set when a draft opens by itself. What is public stays so: its date is history."""
    closing = settings.registration_closes_at or edition.ends_at
    if settings.opens_at is not None and settings.opens_at >= closing:
        raise Refused(
            "The edition must open before registration closes, and before it is over.", field="opens_at"
        )
    edition.opens_at = settings.opens_at


def hold_meetings(session: Session, edition: Edition, wanted: bool, now: datetime) -> None:
    """Let the people of a meetup choose whom to meet, and a grid be made; or let it be an evening."""
    if not wanted and edition.published_at is not None:
        raise Refused("The agendas are out: the meetings of this edition cannot be switched off any more.")
    if edition.speed_meetings != wanted:
        edition.speed_meetings = wanted
        record(session, events.EditionChanged(edition.id), now)


def open_edition(session: Session, edition: Edition, now: datetime, *, by_date: bool = False) -> None:
    """Put an edition before the public."""
    take_up(session, edition)
    if edition.opened_at is None:
        edition.opened_at = now
        record(session, events.EditionOpened(edition.id, by_date), now)


def close_registration(session: Session, edition: Edition, now: datetime, *, by_date: bool = False) -> None:
    """Nobody registers any more."""
    take_up(session, edition)
    if edition.registration_closed_at is None:
        edition.registration_closed_at = now
        record(session, events.RegistrationClosed(edition.id, by_date), now)


def reopen_registration(session: Session, edition: Edition, now: datetime) -> None:
    """People may register again, without a closing date until one is set."""
    take_up(session, edition)
    edition.registration_closed_at = None
    if edition.registration_closes_at is not None and edition.registration_closes_at <= now:
        edition.registration_closes_at = None
    record(session, events.EditionChanged(edition.id, "registration_reopened"), now)


def close_wishes(session: Session, edition: Edition, now: datetime, *, by_date: bool = False) -> None:
    """Wishes stand as they are: the grid can be made."""
    take_up(session, edition)
    if edition.wishes_closed_at is None:
        edition.wishes_closed_at = now
        record(session, events.WishesClosed(edition.id, by_date), now)


def reopen_wishes(session: Session, edition: Edition, now: datetime) -> None:
    """Wishes may change again; a grid already made does not."""
    take_up(session, edition)
    edition.wishes_closed_at = None
    if edition.wishes_close_at is not None and edition.wishes_close_at <= now:
        edition.wishes_close_at = None
    record(session, events.EditionChanged(edition.id, "wishes_reopened"), now)


@dataclass(frozen=True)
class Admission:
    """Who gets in, and how places are given that become free."""

    waits: bool  # whoever comes when all places are taken waits for one
    offer_hours: int | None  # how long a free place is held; None: it is the next one's at once
    invitation_only: bool


def change_admission(session: Session, edition: Edition, admission: Admission, now: datetime) -> None:
    """Set how people get in. Who waits already goes on waiting, and offers that were made hold."""
    take_up(session, edition)
    edition.waits, edition.offer_hours = admission.waits, admission.offer_hours
    edition.invitation_only = admission.invitation_only
    waiting.fill(session, edition, now)
    record(session, events.EditionChanged(edition.id, "admission"), now)
