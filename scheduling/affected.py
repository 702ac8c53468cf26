"""Who is affected by a repair, and how: what became of each party's published day."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scheduling.index import Index
from scheduling.problem import Problem
from scheduling.rules import SLOTS
from scheduling.solution import Meeting, Solution
from scheduling.words import joined, time_of

Kind = Literal["cancelled", "moved", "colleague", "new", "table"]

TEMPLATES: dict[Kind, str] = {
    "cancelled": "The meeting with %(others)s at %(before)s is cancelled.",
    "moved": "The meeting with %(others)s moves from %(before)s, table %(table_before)s,"
    " to %(after)s, table %(table_after)s.",
    "colleague": "The meeting at %(after)s, table %(table_after)s, is with %(others)s"
    " and no longer with %(others_before)s at %(before)s.",
    "new": "New: a meeting with %(others)s at %(after)s, table %(table_after)s.",
    "table": "The meeting with %(others)s at %(after)s is at table %(table_after)s, no longer at"
    " %(table_before)s.",
}
"""The closed list of what can become of a meeting; each sentence takes the details of a ``Change``."""

DISTURBING: tuple[Kind, ...] = ("cancelled", "moved", "colleague")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one meeting of one party; ``before`` and ``after`` are slot and table."""

    kind: Kind
    request: str
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    forced: bool
    """Whether the meeting could not have stayed where it was, whatever else were done."""
    details: tuple[tuple[str, str], ...]
    """For ``TEMPLATES``, so that another language can make its own sentence."""

    @property
    def sentence(self) -> str:
        """In English."""
        return TEMPLATES[self.kind] % dict(self.details)


@dataclass(frozen=True, slots=True)
class Affected:
    """A party and all that became of its day."""

    party: str
    changes: tuple[Change, ...]

    @property
    def disturbed(self) -> bool:
        """Whether a published meeting is moved, with somebody else or cancelled, and need not be."""
        return any(change.kind in DISTURBING and not change.forced for change in self.changes)


def affected_by(problem: Problem, keep: Solution, solution: Solution) -> tuple[Affected, ...]:
    """What became of the day of every party whose day is another, in the order of the problem."""
    index = Index(problem)
    before = {meeting.request: meeting for meeting in keep.meetings}
    after = {meeting.request: meeting for meeting in solution.meetings}
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            for party, change in _changes(index, before.get(name), after.get(name)):
                changes[party].append(change)
    known = [party.id for party in problem.parties]
    names = [*known, *sorted(set(changes).difference(known))]
    return tuple(Affected(name, tuple(changes[name])) for name in names if name in changes)


def _changes(index: Index, before: Meeting | None, after: Meeting | None) -> Iterator[tuple[str, Change]]:
    was, now = (() if one is None else one.attendees for one in (before, after))
    forced = before is not None and not may_stay(index, before)
    for party in dict.fromkeys((*was, *now)):
        yield (
            party,
            _change(
                index, party, before if party in was else None, after if party in now else None, forced=forced
            ),
        )


def _change(
    index: Index, party: str, before: Meeting | None, after: Meeting | None, *, forced: bool
) -> Change:
    kind: Kind
    if before is None or after is None:
        kind = "new" if before is None else "cancelled"
    elif set(before.attendees) != set(after.attendees):
        kind = "colleague"
    else:
        kind = "table" if before.slot == after.slot else "moved"
    details: dict[str, str] = {}
    for meeting, which in ((before, "before"), (after, "after")):
        if meeting is not None:
            others = joined([_label(index, name) for name in meeting.attendees if name != party])
            details |= {which: _time(index, meeting.slot), f"table_{which}": meeting.table}
            details |= {"others": others, f"others_{which}": others}
    one = before or after
    return Change(
        kind,
        one.request if one else "",
        None if before is None else (before.slot, before.table),
        None if after is None else (after.slot, after.table),
        forced,
        tuple(sorted(details.items())),
    )


def _label(index: Index, name: str) -> str:
    return index.problem.parties[index.party[name]].label if name in index.party else name


def _time(index: Index, slot: str) -> str:
    return time_of(index, index.slot[slot]) if slot in index.slot else slot


def may_stay(index: Index, meeting: Meeting) -> bool:
    """Whether a published meeting could stand, alone, in its slot and with its attendees."""
    if meeting.request not in index.request or meeting.slot not in index.slot:
        return False
    request = index.problem.requests[index.request[meeting.request]]
    choices = request.attendees
    if len(choices) != len(meeting.attendees) or any(name not in index.party for name in meeting.attendees):
        return False
    parties = tuple(index.party[name] for name in meeting.attendees)
    fitting = all(name in choice for name, choice in zip(meeting.attendees, choices, strict=True))
    slot = index.slot[meeting.slot]
    return fitting and all(rule.test(index, request, parties) >> slot & 1 for rule in SLOTS)
