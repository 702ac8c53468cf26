"""The solver's answer to a fair in sheets, turned into what is printed: agendas and the master grid.

Nothing is read but the arguments: identities come from names, so that a grid planned again updates calendars
instead of doubling their meetings.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fairs.agenda.values import (
    Agenda,
    Entry,
    GridMeeting,
    GridSlot,
    GridUnplaced,
    MasterGrid,
    Occasion,
    Partner,
)
from fairs.domain.planning import pair_of, problem_of
from fairs.sheets.slots import lay_out_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from fairs.sheets.values import ParticipantRow, Sheets, Slot, TableRow
    from scheduling.solution import Meeting, Solution, Unplaced

NAMESPACE = uuid.UUID("6f6c2f0a-3d0b-5c0e-9f7e-6d61696c6c61")
NOBODY = "maillage@localhost.invalid"  # a calendar entry must name an organiser, known or not


@dataclass(frozen=True)
class Papers:
    """A fair with its solution, ready to be looked at by person or as a whole."""

    sheets: Sheets
    solution: Solution
    now: datetime

    @cached_property
    def occasion(self) -> Occasion:
        """What all papers have in common."""
        fair = self.sheets.fair
        return Occasion(
            title=fair.name,
            place=fair.place,
            address="",
            timezone=fair.timezone,
            organiser_name=fair.organiser or fair.name,
            organiser_email=fair.organiser_email or NOBODY,
            revision=1,
            published_at=self.now,
        )

    @cached_property
    def slots(self) -> dict[str, Slot]:
        """The slots by id, in order of time."""
        return {
            slot.id: slot for slot in lay_out_all(self.sheets.blocks, ZoneInfo(self.sheets.fair.timezone))
        }

    @cached_property
    def tables(self) -> dict[str, TableRow]:
        """The tables by id."""
        return {table.id: table for table in self.sheets.tables}

    @cached_property
    def people(self) -> dict[str, ParticipantRow]:
        """The participants by id."""
        return {person.id: person for person in self.sheets.participants}

    @cached_property
    def messages(self) -> dict[frozenset[str], list[str]]:
        """The words that two people left for each other."""
        said: dict[frozenset[str], list[str]] = {}
        for wish in self.sheets.interests:
            if wish.message:
                said.setdefault(frozenset((wish.wisher, wish.wished)), []).append(wish.message)
        return said

    @cached_property
    def meetings(self) -> dict[str, list[Meeting]]:
        """Each participant's meetings in order of time."""
        held: dict[str, list[Meeting]] = {person: [] for person in self.people}
        for meeting in sorted(self.solution.meetings, key=lambda meeting: self.slots[meeting.slot].start_at):
            for attendee in meeting.attendees:
                held[attendee].append(meeting)
        return held


def agendas_of(papers: Papers) -> dict[str, Agenda]:
    """Everyone's agenda by their identifier, in the order of the sheet; some have no entry."""
    return {person.id: _agenda(papers, person) for person in papers.sheets.participants}


def master_grid_of(papers: Papers, language: str, because: Callable[[Unplaced], str]) -> MasterGrid:
    """The whole schedule. `because` gives the sentence of a refusal in the reader's language."""
    places = {slot: index for index, slot in enumerate(papers.slots)}
    tables = {table: index for index, table in enumerate(papers.tables)}
    weights = {request.id: request.weight for request in problem_of(papers.sheets).requests}
    return MasterGrid(
        occasion=papers.occasion,
        language=language,
        slots=tuple(GridSlot(slot.start_at, slot.end_at, slot.block) for slot in papers.slots.values()),
        tables=tuple(table.label for table in papers.sheets.tables),
        meetings=tuple(
            _cell(papers, meeting, places[meeting.slot], tables[meeting.table])
            for meeting in papers.solution.meetings
        ),
        unplaced=tuple(
            _unplaced(papers, unplaced, weights[unplaced.request], because(unplaced))
            for unplaced in sorted(
                papers.solution.unplaced, key=lambda unplaced: (-weights[unplaced.request], unplaced.request)
            )
        ),
        status="published",
    )


def meeting_uid(fair: str, request: str) -> str:
    """The identity of a meeting: the same each time this fair is planned."""
    return str(uuid.uuid5(NAMESPACE, f"{fair}\n{request}"))


def _agenda(papers: Papers, person: ParticipantRow) -> Agenda:
    return Agenda(
        occasion=papers.occasion,
        person=person.name,
        organisation=person.organisation,
        email=person.email,
        language=person.language,
        entries=tuple(_entry(papers, person, meeting) for meeting in papers.meetings[person.id]),
    )


def _entry(papers: Papers, reader: ParticipantRow, meeting: Meeting) -> Entry:
    slot = papers.slots[meeting.slot]
    others = [papers.people[attendee] for attendee in meeting.attendees if attendee != reader.id]
    return Entry(
        uid=f"{meeting_uid(papers.sheets.fair.name, meeting.request)}@{papers.occasion.calendar_domain}",
        sequence=0,
        changed_at=papers.now,
        start_at=slot.start_at,
        end_at=slot.end_at,
        table=papers.tables[meeting.table].label,
        partners=tuple(Partner(other.name, other.organisation, other.family) for other in others),
        why="\n".join(papers.messages.get(frozenset(meeting.attendees), ())),
    )


def _cell(papers: Papers, meeting: Meeting, slot: int, table: int) -> GridMeeting:
    people = [papers.people[attendee] for attendee in meeting.attendees]
    return GridMeeting(
        slot=slot,
        table=table,
        people=tuple(person.name for person in people),
        organisations=tuple(person.organisation for person in people),
        families=tuple(person.family for person in people),
    )


def _unplaced(papers: Papers, unplaced: Unplaced, weight: int, because: str) -> GridUnplaced:
    people = [papers.people[person] for person in pair_of(unplaced.request)]
    return GridUnplaced(
        people=tuple(person.name for person in people),
        organisations=tuple(person.organisation for person in people),
        weight=weight,
        reason=unplaced.reason,
        because=because,
    )
