"""What every meeting must obey, and all of them together: one function for each rule of FORMATS.

Each yields a sentence for whatever breaks it; all are written from the rules' text and not from the solver.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from scheduling.check_case import Case


def known(case: Case) -> Iterator[str]:
    """A meeting names only what the problem knows."""
    for meeting in case.solution.meetings:
        if not case.knows(meeting):
            yield f"The meeting of {meeting.request} names something that the problem does not know."


def once(case: Case) -> Iterator[str]:
    """No request is held twice."""
    for request, number in Counter(meeting.request for meeting in case.solution.meetings).items():
        if number > 1:
            yield f"{request} is held {number} times."


def attendees(case: Case) -> Iterator[str]:
    """One party of each choice attends, all different."""
    for meeting in case.meetings:
        choices = case.requests[meeting.request].attendees
        fitting = len(choices) == len(meeting.attendees) and all(
            name in choice for name, choice in zip(meeting.attendees, choices, strict=True)
        )
        if not fitting or len(set(meeting.attendees)) < len(meeting.attendees):
            yield f"{meeting.request} is not attended by one party of each of its choices, all different."


def one_place(case: Case) -> Iterator[str]:
    """A party is in one meeting at a time."""
    for name, meetings in case.days.items():
        for one, other in pairwise(meetings):
            if one.slot == other.slot:
                yield f"{case.who(name)} is in {one.request} and {other.request} at {case.when(one.slot)}."


def available(case: Case) -> Iterator[str]:
    """Nobody meets when unavailable."""
    for meeting in case.meetings:
        for name in meeting.attendees:
            if meeting.slot in case.parties[name].unavailable:
                told = f"attends {meeting.request} at {case.when(meeting.slot)}, when they are unavailable"
                yield f"{case.who(name)} {told}."


def one_meeting(case: Case) -> Iterator[str]:
    """A table holds one meeting at a time."""
    for (slot, table), number in Counter((one.slot, one.table) for one in case.meetings).items():
        if number > 1:
            yield f"Table {table} holds {number} meetings at {case.when(slot)}."


def closed(case: Case) -> Iterator[str]:
    """Nobody sits at a closed table."""
    for meeting in case.meetings:
        if meeting.slot in case.tables[meeting.table].closed:
            time = case.when(meeting.slot)
            yield f"{case.what(meeting)} is at table {meeting.table} at {time}, when it is closed."


def seats(case: Case) -> Iterator[str]:
    """There is a seat for each attendee."""
    for meeting in case.meetings:
        seats = case.tables[meeting.table].seats
        if seats < len(meeting.attendees):
            yield f"{case.what(meeting)} sits at table {meeting.table}, which has {seats} seats."


def needs(case: Case) -> Iterator[str]:
    """A table has what its people need."""
    for meeting in case.meetings:
        for name in meeting.attendees:
            lacking = set(case.parties[name].needs) - set(case.tables[meeting.table].tags)
            if lacking:
                told = ", ".join(sorted(lacking))
                yield f"{meeting.request} is at {meeting.table}, which lacks {told} for {case.who(name)}."


def booth(case: Case) -> Iterator[str]:
    """The first attendee who has a fixed table is met there."""
    for meeting in case.meetings:
        booths = [table for name in meeting.attendees if (table := case.parties[name].table) is not None]
        if booths and meeting.table != booths[0]:
            yield f"{case.what(meeting)} is at {meeting.table} and not at the fixed table {booths[0]}."


def limits(case: Case) -> Iterator[str]:
    """A meeting stands in a slot of its request."""
    for meeting in case.meetings:
        slots = case.requests[meeting.request].slots
        if slots is not None and meeting.slot not in slots:
            yield f"{case.what(meeting)} stands at {case.when(meeting.slot)}, which is not among its slots."


def at(case: Case) -> Iterator[str]:
    """What is fixed stays."""
    for meeting in case.meetings:
        request = case.requests[meeting.request]
        if request.at_slot not in (None, meeting.slot) or request.at_table not in (None, meeting.table):
            place = f"{case.when(meeting.slot)}, table {meeting.table}"
            yield f"{case.what(meeting)} is at {place}; that is not where it is fixed."


def after(case: Case) -> Iterator[str]:
    """What must be held earlier is."""
    for meeting in case.meetings:
        for other in case.requests[meeting.request].after:
            earlier = case.held.get(other)
            if earlier is None or case.order[earlier.slot] >= case.order[meeting.slot]:
                yield f"{meeting.request} is held although {other} is not held earlier."


def required(case: Case) -> Iterator[str]:
    """What is required has a place."""
    for request in case.problem.requests:
        if request.required and request.id not in case.held:
            yield f"{request.id} is required and has no place."


def avoid(case: Case) -> Iterator[str]:
    """Pairs that avoid each other do not meet."""
    apart: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in case.problem.avoid:
        apart[one].add(other)
        apart[other].add(one)
    for meeting in case.meetings:
        for one, other in combinations(dict.fromkeys(meeting.attendees), 2):
            if other in apart[one]:
                yield f"{case.who(one)} and {case.who(other)} sit together in {meeting.request}."


def limits_of_parties(case: Case) -> Iterator[str]:
    """Nobody has fewer meetings than promised, or more than allowed."""
    for party in case.problem.parties:
        number = len(case.days[party.id])
        if number < party.min_meetings:
            yield f"{case.who(party.id)} has {number} meetings and not at least {party.min_meetings}."
        if party.max_meetings is not None and number > party.max_meetings:
            yield f"{case.who(party.id)} has {number} meetings and not at most {party.max_meetings}."


def fairness(case: Case) -> Iterator[str]:
    """The numbers of breaks differ by the bound at most."""
    bound, spread = case.problem.max_break_spread, case.true.break_spread
    if bound is not None and spread > bound:
        yield f"The numbers of breaks differ by {spread} and not by at most {bound}."
