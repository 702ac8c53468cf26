"""An edition in the words of an organiser's spreadsheets: what the grid is planned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from fairs.models import Participant
from fairs.queries import slots, wishes
from fairs.sheets.values import FairRow, InterestRow, Interval, ParticipantRow, Sheets, TableRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition


def sheets_of(session: Session, edition: Edition) -> Sheets:
    """Everyone who takes part with their wishes, the blocks and the tables. Ids are hexadecimal."""
    people = session.scalars(
        select(Participant)
        .filter_by(edition_id=edition.id, state="approved")
        .order_by(Participant.registered_at, Participant.id)
        .options(joinedload(Participant.organisation), selectinload(Participant.absences))
    )
    return Sheets(
        fair=FairRow(
            edition.text(edition.fair.language).title, edition.venue, edition.timezone, edition.fair.language
        ),
        participants=tuple(_participant(person) for person in people),
        interests=tuple(
            InterestRow(wish.wisher_id.hex, wish.wished_id.hex, wish.level, None, wish.message)
            for wish in wishes.among(session, edition)
        ),
        blocks=tuple(slots.row(block) for block in slots.blocks(session, edition)),
        tables=tuple(
            TableRow(table.id.hex, table.label, table.seats, tuple(filter(None, table.tags.split(";"))))
            for table in slots.tables(session, edition)
        ),
    )


def _participant(person: Participant) -> ParticipantRow:
    return ParticipantRow(
        id=person.id.hex,
        organisation=person.organisation.name,
        name=person.name,
        email=person.email,
        family=person.organisation.family,
        unavailable=tuple(Interval(absence.starts_at, absence.ends_at) for absence in person.absences),
        table=person.fixed_table_id.hex if person.fixed_table_id else None,
        max_meetings=person.max_meetings,
        language=person.language,
    )
