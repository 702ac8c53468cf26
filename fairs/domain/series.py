"""A fair or meetup that recurs: its rule, and the editions that stand for the next dates of it.

A new rule moves or calls off only editions that nobody has answered for; of the others the organiser says
what shall become of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from fairs import events
from fairs.domain import cancelling, editions, moving, successors
from fairs.errors import Refused
from fairs.models import Fair, Occurrence, Series
from fairs.outbox import record
from fairs.queries import recurrences as reads

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from fairs.agenda.recurrence import Recurrence
    from fairs.models import Edition

AHEAD_AT_MOST = 12
EXCEPTIONS_AT_MOST = 100
Fate = Literal["stays", "moves", "goes"]


@dataclass(frozen=True)
class Consequence:
    """What a new rule does to an edition that was announced by the former one."""

    occurrence: Occurrence
    answered: int
    fate: Fate
    held_on: date | None = None  # where it moves, or could
    asks: bool = False  # the organiser has to say what shall become of it


def set_rule(
    session: Session,
    edition: Edition,
    recurrence: Recurrence,
    ahead: int,
    fates: Mapping[uuid.UUID, Fate],
    now: datetime,
) -> Series:
    """Let a fair recur by this rule. `fates`: of editions with answers that the rule does not know."""
    fair = edition.fair
    _object(recurrence, ahead, now)
    hold(session, fair)
    for consequence in consequences(session, fair, recurrence, ahead, now):
        _apply(session, consequence, recurrence, fates, now)
    series = reads.of_fair(session, fair) or Series(fair_id=fair.id)
    _write(series, recurrence, ahead, now)
    session.add(series)
    session.flush()
    _adopt(session, fair, recurrence, now)
    record(session, events.SeriesChanged(edition.id), now)
    for day in missing(session, series, now):
        hold_date(session, series, day, now)
    return series


def consequences(
    session: Session, fair: Fair, recurrence: Recurrence, ahead: int, now: datetime
) -> tuple[Consequence, ...]:
    """What a rule does to the editions there are, in order of time."""
    there = [one for one in reads.coming(session, fair, now) if not one.edition.cancelled]
    dates = reads.next_dates(recurrence, now, max(ahead, len(there)))
    answered = reads.answered(session, [one.edition for one in there])
    known = reads.held_on(session, fair)
    free = [day for day in dates if day not in known]
    found = []
    for one in there:
        count = answered.get(one.edition_id, 0)
        if one.held_on in dates:
            found.append(_kept(one, count, recurrence))
        elif count:
            found.append(Consequence(one, count, "stays", free.pop(0) if free else None, asks=True))
        elif free:
            found.append(Consequence(one, 0, "moves", free.pop(0)))
        else:
            found.append(Consequence(one, 0, "goes"))
    return tuple(found)


def _kept(one: Occurrence, answered: int, recurrence: Recurrence) -> Consequence:
    """Its date is one of the rule; its hours may not be."""
    if (one.edition.starts_at, one.edition.ends_at) == recurrence.span(one.held_on):
        return Consequence(one, answered, "stays")
    return Consequence(one, answered, "stays" if answered else "moves", one.held_on, asks=answered > 0)


def missing(session: Session, series: Series, now: datetime) -> list[date]:
    """Those of the next dates for which there never was an edition."""
    dates = reads.next_dates(reads.recurrence_of(series), now, series.ahead)
    known = reads.held_on(session, series.fair)
    return [day for day in dates if day not in known]


def hold_date(session: Session, series: Series, day: date, now: datetime) -> Edition:
    """Make the edition of a date after the last one, and put it before the public."""
    former = reads.latest(session, series.fair)
    if former is None:
        raise Refused("There is no edition yet that the next one could take after.")
    edition = successors.succeed(session, former, *reads.recurrence_of(series).span(day))
    session.add(Occurrence(edition_id=edition.id, fair_id=series.fair_id, held_on=day, announced_at=now))
    session.flush()
    editions.open_edition(session, edition, now, by_date=True)
    return edition


def hold(session: Session, fair: Fair) -> None:
    """Let nobody else decide on the dates of this fair until this transaction ends."""
    session.execute(select(Fair.id).where(Fair.id == fair.id).with_for_update(key_share=True))


def _object(recurrence: Recurrence, ahead: int, now: datetime) -> None:
    if not 1 <= ahead <= AHEAD_AT_MOST:
        raise Refused("Between 1 and %(most)d dates can be announced.", field="ahead", most=AHEAD_AT_MOST)
    for field, days in (("left_out", recurrence.left_out), ("extra", recurrence.extra)):
        if len(days) > EXCEPTIONS_AT_MOST:
            raise Refused("At most %(most)d dates, please.", field=field, most=EXCEPTIONS_AT_MOST)
    if recurrence.starts == recurrence.ends:
        raise Refused("The end must be another hour than the start.", field="ends")
    if not reads.next_dates(recurrence, now, 1):
        raise Refused("This rule has no date that is still to come.", field="until")


def _apply(
    session: Session,
    consequence: Consequence,
    recurrence: Recurrence,
    fates: Mapping[uuid.UUID, Fate],
    now: datetime,
) -> None:
    occurrence, fate = consequence.occurrence, consequence.fate
    if consequence.asks:
        if occurrence.edition_id not in fates:
            raise Refused(
                "For some dates people have already answered. Say below what shall become of each.",
                field="fates",
            )
        fate = fates[occurrence.edition_id]
    if fate == "moves" and consequence.held_on is not None:
        _move(session, occurrence, consequence.held_on, recurrence, now)
    elif fate == "goes":
        edition = occurrence.edition
        session.delete(occurrence)
        cancelling.call_off(session, edition, "", now, by_rule=True)
    elif consequence.asks and consequence.held_on != occurrence.held_on:  # from now on it is held by hand
        session.delete(occurrence)


def _move(session: Session, occurrence: Occurrence, day: date, recurrence: Recurrence, now: datetime) -> None:
    edition = occurrence.edition
    former = edition.starts_at, edition.ends_at, edition.venue
    successors.move(session, edition, *recurrence.span(day))
    occurrence.held_on, occurrence.announced_at = day, now
    session.flush()
    moving.announce(session, edition, former, now)


def _write(series: Series, recurrence: Recurrence, ahead: int, now: datetime) -> None:
    series.rule, series.begins_on = recurrence.rule, recurrence.begins_on
    series.starts, series.ends, series.timezone = recurrence.starts, recurrence.ends, recurrence.timezone
    series.left_out = [day.isoformat() for day in sorted(recurrence.left_out)]
    series.extra = [day.isoformat() for day in sorted(recurrence.extra)]
    series.ahead, series.changed_at = ahead, now


def _adopt(session: Session, fair: Fair, recurrence: Recurrence, now: datetime) -> None:
    """Editions that were made by hand stand for the dates on which they are held."""
    known = reads.held_on(session, fair)
    for edition in reads.made_by_hand(session, fair, now):
        day = edition.starts_at.astimezone(ZoneInfo(recurrence.timezone)).date()
        if day not in known and next(recurrence.dates(day), None) == day:
            known.add(day)
            announced = edition.opened_at or now
            session.add(
                Occurrence(edition_id=edition.id, fair_id=fair.id, held_on=day, announced_at=announced)
            )
    session.flush()
