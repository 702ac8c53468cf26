"""The nearest possibility for a request without a place: what would need the fewest others to give way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from scheduling.grid import Option
from scheduling.index import bits
from scheduling.problem import Request
from scheduling.rules import SLOTS, after
from scheduling.schedule import Schedule
from scheduling.words import listed, time_of

NEAREST = {
    "gives_way": "It could be held at %(time)s if the meeting of %(rival)s gave way.",
    "give_way": "It could be held at %(time)s if %(number)s meetings gave way: %(rivals)s.",
    "moves": "It could be held at %(time)s if the meeting of %(rival)s moved to %(other)s.",
    "one_more": "It could be held at %(time)s if %(full)s could have one meeting more.",
    "table": "It could be held at %(time)s with one more table.",
    "there": "It could be held at %(time)s if %(absent)s were there.",
    "allowed": "It could be held at %(time)s if the request might stand there.",
    "unfixed": "It could be held at %(time)s if it were not fixed at %(fixed)s.",
    "first": "It could be held if %(others)s had a place first.",
    "order": "It could be held if the order with %(others)s were given up.",
    "wider": "It could be held at %(times)s if breaks might be shared less evenly.",
    "seats": "It could be held with a table that has %(seats)s seats.",
    "needs": "It could be held with a table that has what they need: %(needs)s.",
    "elsewhere": "It could be held if it were not bound to its table.",
}
"""The closed list of possibilities; each sentence takes the details that are found with it."""

Details = dict[str, str]
Near = tuple[str, Details]
"""A code of ``NEAREST`` and its details; no code where nothing is known."""

TELLING = {
    "seats": "seats",
    "needs": "needs",
    "booth": "elsewhere",
    "at_table": "elsewhere",
    "outside_limits": "allowed",
    "fixed_slot": "unfixed",
    "tables_closed": "table",
    "waits": "first",
    "order": "order",
    "fairness": "wider",
}
"""The reasons that tell the possibility themselves."""

MOST_CASTS = 8
"""Of the ways to hold a request, as many are looked at."""
ANY_OTHER = 1000
"""What it costs to ask a required meeting to give way, in people."""


class Nearest:
    """Looks around a finished schedule."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule, self.index = schedule, schedule.index

    def of(self, place: int, parties: tuple[int, ...], code: str, details: Mapping[str, str]) -> Near:
        """What comes nearest for a request that is out for this reason, with these details."""
        request = self.index.problem.requests[place]
        if code in TELLING:
            return TELLING[code], {"time": details["times"].split("\n")[0]} if "times" in details else {}
        if code == "no_common_slot":
            return self._if_there(request, parties)
        return self._around(place) if code not in ("avoid", "too_few_people") else ("", {})

    def _time(self, slot: int) -> str:
        return time_of(self.index, slot)

    def _people(self, parties: Iterable[int]) -> str:
        return listed(self.index.problem.parties[party].label for party in parties)

    def _if_there(self, request: Request, parties: tuple[int, ...]) -> Near:
        """In a slot in which the fewest are away."""
        slots = self.index.every_slot
        for rule in SLOTS:
            if rule.name != "available":
                slots &= rule.test(self.index, request, parties)
        away = {
            slot: [party for party in parties if not self.index.present[party] >> slot & 1]
            for slot in bits(slots)
        }
        if not away:
            return "", {}
        slot = min(away, key=lambda one: (len(away[one]), one))
        return "there", {"time": self._time(slot), "absent": self._people(away[slot])}

    def _around(self, place: int) -> Near:
        """In the slot where the fewest people would have to give way."""
        schedule = self.schedule
        best: tuple[int, int, int, Option, tuple[int, ...]] | None = None
        for number, option in enumerate(schedule.grid.options[place][:MOST_CASTS]):
            open_slots = option.slots & after(schedule, option)
            for slot in bits(open_slots):
                rivals = self._rivals(option, slot)
                cost = self._cost(rivals, option)
                if best is None or (cost, number, slot) < best[:3]:
                    best = cost, number, slot, option, rivals
        return self._told(*best[2:]) if best else ("", {})

    def _told(self, slot: int, option: Option, rivals: tuple[int, ...]) -> Near:
        schedule = self.schedule
        details = {"time": self._time(slot)}
        full = [party for party in option.parties if schedule.count[party] >= schedule.grid.most[party]]
        beside = {party for rival in rivals for party in self._attendees(rival)}
        if full and beside.isdisjoint(full):
            return ("one_more", details | {"full": self._people(full)}) if not rivals else ("", {})
        free = all(not schedule.busy[party] >> slot & 1 for party in option.parties)
        if not rivals:
            return "", {}
        if len(rivals) > 1:
            pairs = (self._people(self._attendees(rival)).replace("\n", " – ") for rival in rivals)
            return "give_way", details | {"number": str(len(rivals)), "rivals": listed(pairs)}
        details["rival"] = self._people(self._attendees(rivals[0]))
        other = shift(schedule, rivals[0], option, slot)
        if other is not None:
            return "moves", details | {"other": self._time(other[1])}
        return ("table", details) if free else ("gives_way", details)

    def _attendees(self, place: int) -> tuple[int, ...]:
        option = self.schedule.option[place]
        return option.parties if option else ()

    def _rivals(self, option: Option, slot: int) -> tuple[int, ...]:
        """The meetings of its people, and one for each set of tables that would still be overfull."""
        schedule = self.schedule
        rivals = {schedule.at[party][slot] for party in option.parties if slot in schedule.at[party]}
        for tables in option.sets:
            if schedule.full[tables] >> slot & 1:
                users = self._users.get((tables, slot), ())
                if rivals.isdisjoint(users) and users:
                    rivals.add(users[0])
        return tuple(sorted(rivals))

    @cached_property
    def _users(self) -> dict[tuple[int, int], list[int]]:
        """The meetings that take room in a set of tables in a slot, those that give way most easily first."""
        found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        requests = self.index.problem.requests
        order = sorted(
            self.schedule.placed(),
            key=lambda place: (requests[place].required, requests[place].weight, place),
        )
        for place in order:
            option = self.schedule.option[place]
            for tables in option.sets if option else ():
                found[tables, self.schedule.slot[place]].append(place)
        return dict(found)

    def _cost(self, rivals: tuple[int, ...], option: Option) -> int:
        """How many others would have to give way."""
        requests, schedule = self.index.problem.requests, self.schedule
        others = {party for rival in rivals for party in self._attendees(rival)}
        full = sum(
            schedule.count[party] >= schedule.grid.most[party] and party not in others
            for party in option.parties
        )
        asked = sum(requests[rival].required for rival in rivals) + (full if rivals else 0)
        return len(others.difference(option.parties)) + ANY_OTHER * asked


def shift(schedule: Schedule, rival: int, option: Option, slot: int) -> tuple[Option, int] | None:
    """Where a meeting in the way could be held instead, if it made room for this one."""
    was = schedule.remove(rival)
    found = None
    if schedule.open_slots(option) >> slot & 1:
        schedule.place(option, slot)
        for other in schedule.grid.options[rival]:
            slots = schedule.open_slots(other)
            if slots and found is None:
                found = other, (slots & -slots).bit_length() - 1
        schedule.remove(option.request)
    schedule.place(*was)
    return found


def shifted(schedule: Schedule, most: int = 500) -> int:
    """Hold what is out where one meeting can move out of the way; how many it were.

    Only as many are tried, the heaviest first, and nothing is done where breaks would be shared too unevenly.
    """
    requests = schedule.index.problem.requests
    done = 0
    for place in sorted(schedule.out(), key=lambda one: (-requests[one].weight, one))[:most]:
        done += _shifted_in(schedule, place)
    return done


def _shifted_in(schedule: Schedule, place: int) -> bool:
    fair = schedule.index.problem.max_break_spread
    for option in schedule.grid.options[place][:MOST_CASTS]:
        for slot in bits(option.slots & after(schedule, option)):
            rivals = {schedule.at[party][slot] for party in option.parties if slot in schedule.at[party]}
            if len(rivals) != 1:
                continue
            rival = rivals.pop()
            other = shift(schedule, rival, option, slot)
            if other is None:
                continue
            was = schedule.remove(rival)
            schedule.place(option, slot)
            schedule.place(*other)
            if fair is None or schedule.break_spread() <= fair:
                return True
            schedule.remove(rival)
            schedule.remove(place)
            schedule.place(*was)
    return False
