"""Each meeting is attended by the people that its identity is made of."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from fairs.domain.invariants.findings import Check, Finding, Said
from fairs.domain.planning import request_id
from fairs.domain.schedules import meeting_uid
from fairs.models import Attendance, Edition, Meeting, Schedule

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from fairs.domain.invariants.findings import Examination

PAIR = 2


def people(found: Examination) -> Iterator[Finding]:
    """Compare the people of each meeting that holds with its identity, which outlives all revisions."""
    rows = found.session.execute(
        select(Meeting, Edition)
        .join(Meeting.schedule)
        .join(Edition, Edition.id == Schedule.edition_id)
        .where(Schedule.state == "published")
        .order_by(Meeting.starts_at, Meeting.id)
        .options(selectinload(Meeting.attendances))
    )
    for meeting, edition in rows:
        if _agrees(meeting, edition):
            continue
        sentence = Said(
            "%(edition)s: meeting %(meeting)s has not the people that it was made for.",
            edition=edition.slug,
            meeting=meeting.uid,
        )
        witness = _witness(found, meeting, edition)
        if witness is None:
            yield Finding(sentence, Said("No other revision says who they are: plan again, and publish."))
        else:
            yield Finding(
                sentence,
                Said("Take those of another revision."),
                partial(_seat, meeting, [attendance.participant_id for attendance in witness.attendances]),
            )


def _agrees(meeting: Meeting, edition: Edition) -> bool:
    attending = [attendance.participant_id.hex for attendance in meeting.attendances]
    return len(attending) == PAIR and meeting.uid == meeting_uid(edition, request_id(*attending))


def _witness(found: Examination, meeting: Meeting, edition: Edition) -> Meeting | None:
    others = found.session.scalars(
        select(Meeting)
        .join(Meeting.schedule)
        .where(Meeting.uid == meeting.uid, Meeting.id != meeting.id, Schedule.edition_id == edition.id)
        .options(selectinload(Meeting.attendances))
    )
    return next((other for other in others if _agrees(other, edition)), None)


def _seat(meeting: Meeting, wanted: list[uuid.UUID]) -> None:
    there = {attendance.participant_id: attendance for attendance in meeting.attendances}
    meeting.attendances = [
        there.get(person)
        or Attendance(
            schedule_id=meeting.schedule_id,
            participant_id=person,
            starts_at=meeting.starts_at,
            cancelled=meeting.cancelled,
            position=position,
        )
        for position, person in enumerate(wanted)
    ]


CHECKS: tuple[Check, ...] = (Check("people", "Each meeting has the people that it was made for.", people),)
