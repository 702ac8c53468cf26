"""One schedule holds, its rows agree with each other, and no meeting lost its identity on the way."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from fairs.domain import waiting
from fairs.domain.invariants.findings import Check, Finding, Said
from fairs.domain.schedules import same, tombstone
from fairs.models import Attendance, Edition, Family, Intention, Meeting, Participant, Schedule
from fairs.models.participant import COUNTED
from fairs.queries.replies import HELD, NEEDED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.domain.invariants.findings import Examination


HOLDING = or_(COUNTED, Participant.state == "offered")  # those for whom a place is counted


def places(found: Examination) -> Iterator[Finding]:
    """Compare the counter of places with the people who have one, and the guests they bring."""
    held = (
        select(func.coalesce(func.sum(HELD), 0))
        .select_from(Participant)
        .outerjoin(Intention, Intention.participant_id == Participant.id)
        .where(Participant.edition_id == Edition.id, HOLDING)
        .scalar_subquery()
    )
    for edition, count in found.session.execute(select(Edition, held).where(Edition.taken != held)):
        sentence = Said(
            "%(edition)s: %(count)s people take part, but %(taken)s places are counted as taken.",
            edition=edition.slug,
            count=count,
            taken=edition.taken,
        )
        if edition.capacity is not None and count > edition.capacity:
            yield Finding(
                sentence,
                Said(
                    "There are only %(capacity)s places: raise their number in the settings, then mend.",
                    capacity=edition.capacity,
                ),
            )
        else:
            yield Finding(
                sentence, Said("Count %(count)s.", count=count), partial(setattr, edition, "taken", count)
            )


def places_of_families(found: Examination) -> Iterator[Finding]:
    """The same for the places of each family."""
    held = (
        select(func.coalesce(func.sum(HELD), 0))
        .select_from(Participant)
        .outerjoin(Intention, Intention.participant_id == Participant.id)
        .where(Participant.family_id == Family.id, HOLDING)
        .scalar_subquery()
    )
    for family, count in found.session.execute(select(Family, held).where(Family.taken != held)):
        sentence = Said(
            "%(edition)s: %(count)s people of the family %(family)s take part, but %(taken)s places are "
            "counted as taken.",
            edition=family.edition.slug,
            count=count,
            family=family.slug,
            taken=family.taken,
        )
        if family.quota is not None and count > family.quota:
            yield Finding(
                sentence,
                Said("It has only %(quota)s places: raise their number, then mend.", quota=family.quota),
            )
        else:
            yield Finding(
                sentence, Said("Count %(count)s.", count=count), partial(setattr, family, "taken", count)
            )


def nobody_waits_in_vain(found: Examination) -> Iterator[Finding]:
    """Look for free places that somebody on the waiting list fits, with all guests."""
    free = or_(Edition.capacity.is_(None), Edition.taken + NEEDED <= Edition.capacity)
    fits = or_(Participant.family_id.is_(None), Family.quota.is_(None), Family.taken + NEEDED <= Family.quota)
    rows = (
        select(Edition)
        .join(Participant, Participant.edition_id == Edition.id)
        .outerjoin(Family, Family.id == Participant.family_id)
        .outerjoin(Intention, Intention.participant_id == Participant.id)
        .where(Participant.state == "waitlisted", free, fits)
        .where(Edition.starts_at > found.now, Edition.cancelled_at.is_(None))
        .distinct()
    )
    for edition in found.session.scalars(rows):
        yield Finding(
            Said("%(edition)s: a place is free, and somebody who fits it waits.", edition=edition.slug),
            Said("Give it to who has waited longest."),
            partial(waiting.fill, found.session, edition, found.now),
        )


def one_published(found: Examination) -> Iterator[Finding]:
    """Look for editions with more than one schedule that holds."""
    several = (
        select(Schedule.edition_id)
        .filter_by(state="published")
        .group_by(Schedule.edition_id)
        .having(func.count() > 1)
    )
    for edition in found.session.scalars(select(Edition).where(Edition.id.in_(several))):
        newest, *others = found.session.scalars(
            select(Schedule)
            .filter_by(edition_id=edition.id, state="published")
            .order_by(func.coalesce(Schedule.revision, 0).desc(), Schedule.created_at.desc())
        ).all()
        yield Finding(
            Said(
                "%(edition)s: %(schedules)s schedules are published at once.",
                edition=edition.slug,
                schedules=len(others) + 1,
            ),
            Said("Let revision %(revision)s hold alone.", revision=newest.revision),
            partial(_supersede, others),
        )


def _supersede(schedules: list[Schedule]) -> None:
    for schedule in schedules:
        schedule.state = "superseded"


def first_publication(found: Examination) -> Iterator[Finding]:
    """Compare what an edition says of its first publication with its schedules."""
    first = (
        select(func.min(Schedule.published_at))
        .where(Schedule.edition_id == Edition.id, Schedule.revision.is_not(None))
        .scalar_subquery()
    )
    for edition, at in found.session.execute(
        select(Edition, first).where(Edition.published_at.is_distinct_from(first))
    ):
        yield Finding(
            Said(
                "%(edition)s: its first schedule went out at %(written)s, but the edition says %(said)s.",
                edition=edition.slug,
                written=_written(at),
                said=_written(edition.published_at),
            ),
            Said("Say %(written)s.", written=_written(at)),
            partial(setattr, edition, "published_at", at),
        )


def attendances(found: Examination) -> Iterator[Finding]:
    """Compare what attendances repeat of their meeting with the meeting."""
    differs = or_(
        Attendance.starts_at != Meeting.starts_at,
        Attendance.cancelled != Meeting.cancelled,
        Attendance.schedule_id != Meeting.schedule_id,
    )
    rows = select(Attendance, Meeting).join(Attendance.meeting).where(differs)
    for attendance, meeting in found.session.execute(rows):
        yield Finding(
            Said(
                "Meeting %(meeting)s: an attendance has another time, schedule or end than the meeting.",
                meeting=meeting.uid,
            ),
            Said("Write down what the meeting says."),
            partial(_repeat, attendance, meeting),
        )


def _repeat(attendance: Attendance, meeting: Meeting) -> None:
    attendance.starts_at = meeting.starts_at
    attendance.cancelled = meeting.cancelled
    attendance.schedule_id = meeting.schedule_id


def identities(found: Examination) -> Iterator[Finding]:
    """Follow each meeting to the next revision: a change raises its sequence, and nothing just vanishes."""
    for edition in found.session.scalars(select(Edition).where(Edition.published_at.is_not(None))):
        schedules = found.session.scalars(
            select(Schedule)
            .where(Schedule.edition_id == edition.id, Schedule.revision.is_not(None))
            .order_by(Schedule.revision)
        ).all()
        for before, after in list(pairwise(schedules))[-1:]:  # what has been superseded is history
            yield from _followed(found, edition, _by_uid(found.session, before), after)


def _followed(
    found: Examination, edition: Edition, known: dict[object, Meeting], after: Schedule
) -> Iterator[Finding]:
    kept = _by_uid(found.session, after)
    for uid, old in known.items():
        new = kept.get(uid)
        if new is None:
            yield Finding(
                Said(
                    "%(edition)s: meeting %(meeting)s of the revision before has no trace in revision "
                    "%(revision)s, so calendars keep it.",
                    edition=edition.slug,
                    meeting=uid,
                    revision=after.revision,
                ),
                Said("Call it off there."),
                partial(_bury, old, after, found.now),
            )
        elif new.sequence < old.sequence:
            yield Finding(
                Said(
                    "%(edition)s: the sequence of meeting %(meeting)s fell from %(former)s to %(latest)s, "
                    "so calendars ignore what became of it.",
                    edition=edition.slug,
                    meeting=uid,
                    former=old.sequence,
                    latest=new.sequence,
                ),
                Said("Raise it to %(wanted)s.", wanted=old.sequence + 1),
                partial(_raise, new, old.sequence + 1, found.now),
            )
        elif new.sequence == old.sequence and not same(old, new):
            yield Finding(
                Said(
                    "%(edition)s: meeting %(meeting)s has another time or table than in the revision "
                    "before, and the same sequence %(sequence)s, so calendars ignore it.",
                    edition=edition.slug,
                    meeting=uid,
                    sequence=old.sequence,
                ),
                Said("Raise it to %(wanted)s.", wanted=old.sequence + 1),
                partial(_raise, new, old.sequence + 1, found.now),
            )


def _by_uid(session: Session, schedule: Schedule) -> dict[object, Meeting]:
    return {
        meeting.uid: meeting
        for meeting in session.scalars(select(Meeting).filter_by(schedule_id=schedule.id))
    }


def _bury(old: Meeting, after: Schedule, now: datetime) -> None:
    gone = tombstone(old, now)
    for attendance in gone.attendances:
        attendance.schedule_id = after.id
    after.meetings.append(gone)


def _raise(meeting: Meeting, sequence: int, now: datetime) -> None:
    meeting.sequence = sequence
    meeting.changed_at = now


def _written(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "never"


CHECKS: tuple[Check, ...] = (
    Check("places", "As many places are taken as people take part.", places),
    Check("places_of_families", "So it is in each family.", places_of_families),
    Check("waiting", "Nobody waits while there is a place.", nobody_waits_in_vain),
    Check("one_published", "At most one schedule of an edition holds.", one_published),
    Check("first_publication", "An edition knows when its first schedule went out.", first_publication),
    Check("attendances", "Attendances agree with their meetings.", attendances),
    Check("identities", "From one revision to the next no meeting loses its identity.", identities),
)
