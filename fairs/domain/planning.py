"""From a fair in the words of its sheets to the solver's problem. The answer's way back is in `papers`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fairs.domain.weights import DEFAULT
from fairs.sheets.slots import lay_out_all
from scheduling.problem import Party, Problem, Request, Slot, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairs.domain.weights import Weights
    from fairs.sheets.values import InterestRow, ParticipantRow, Sheets
    from fairs.sheets.values import Slot as LaidOut

JOINT = "+"  # no identifier contains it


def problem_of(sheets: Sheets, weights: Weights = DEFAULT) -> Problem:
    """What the solver is asked: every pair with a wish, weighted, and every pair that must be kept apart."""
    zone = ZoneInfo(sheets.fair.timezone)
    slots = lay_out_all(sheets.blocks, zone)
    pairs = _pairs(sheets)
    requests = (_request(pair, wishes, slots, weights) for pair, wishes in pairs.items())
    return Problem(
        name=sheets.fair.name,
        slots=tuple(
            Slot(slot.id, slot.start_at.astimezone(zone), slot.end_at.astimezone(zone), slot.block)
            for slot in slots
        ),
        tables=tuple(Table(table.id, table.seats, table.tags) for table in sheets.tables),
        parties=tuple(_party(person, slots) for person in sheets.participants),
        requests=tuple(request for request in requests if request),
        avoid=tuple(pair for pair, wishes in pairs.items() if any(wish.level == "never" for wish in wishes)),
    )


def request_id(one: str, other: str) -> str:
    """The name of the request between two people, whoever is named first; stable for life."""
    return JOINT.join(sorted((one, other)))


def pair_of(request: str) -> tuple[str, str]:
    """The two people of a request."""
    one, other = request.split(JOINT)
    return one, other


def _pairs(sheets: Sheets) -> dict[tuple[str, str], list[InterestRow]]:
    """The wishes of each pair, in order of first appearance. Who is no participant is left out."""
    place = {person.id: index for index, person in enumerate(sheets.participants)}
    pairs: dict[tuple[str, str], list[InterestRow]] = {}
    for wish in sheets.interests:
        if wish.wisher in place and wish.wished in place:
            one, other = sorted((wish.wisher, wish.wished), key=place.__getitem__)
            pairs.setdefault((one, other), []).append(wish)
    return pairs


def _request(
    pair: tuple[str, str], wishes: Sequence[InterestRow], slots: Sequence[LaidOut], weights: Weights
) -> Request | None:
    one, other = pair
    level = {wish.wisher: wish.level for wish in wishes}
    weight = weights.of_pair(level.get(one), level.get(other))
    if weight is None:
        return None
    block = next((wish.block for wish in wishes if wish.block), None)
    return Request(
        id=request_id(one, other),
        attendees=((one,), (other,)),
        weight=weight,
        slots=tuple(slot.id for slot in slots if slot.block == block) if block else None,
    )


def _party(person: ParticipantRow, slots: Sequence[LaidOut]) -> Party:
    return Party(
        id=person.id,
        name=person.name,
        unavailable=tuple(
            slot.id
            for slot in slots
            if any(slot.start_at < away.end_at and away.start_at < slot.end_at for away in person.unavailable)
        ),
        table=person.table,
        needs=person.needs,
        max_meetings=person.max_meetings,
    )
