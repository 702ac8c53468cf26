"""The schedules near another as a formula: some people's meetings may move, their days only by a little.

Of the chosen people, whoever has no break keeps to days without, which begin and end a few slots earlier or
later at most; whoever has breaks may meet whenever present. Everybody else is busy when they were, if perhaps
with somebody else. Nothing is left out that stood, and nothing is added.
"""

from collections import defaultdict
from collections.abc import Iterator

from scheduling.board import binding_sets
from scheduling.encoding_days import counted, day_breaks, pace
from scheduling.formula import Formula, Literals
from scheduling.grid import Option
from scheduling.index import bits
from scheduling.schedule import Schedule

MORE = 1
"""By so many breaks more may somebody end up who had some already."""


class Vicinity:
    """The formula of what may become of a schedule if some ``people`` alone may have other days.

    Their meetings with the ``others`` do not move.
    """

    def __init__(self, schedule: Schedule, people: set[int], others: set[int], reach: int) -> None:
        self.schedule, self.people, self.reach = schedule, people, reach
        self.formula = Formula()
        self.place: dict[int, tuple[int, int]] = {}
        """What a variable stands for: a request and its slot."""
        self.choices: defaultdict[int, list[int]] = defaultdict(list)
        """For each party, the slots in which each of its free meetings may stand."""
        self.standing: Literals = []
        """The variables of the places in the schedule itself."""
        self.free = list(_loose(schedule, people, others))
        self.moving = self._moving()
        """For each party with free meetings, the slots in which these stand."""
        self.windows = {party: self._window(party) for party in self.moving}
        self.certain = {party: self._certain(party) for party in self.moving}
        """The slots in which it has one of them for certain."""
        self.attending: dict[int, defaultdict[int, Literals]] = {
            party: defaultdict(list) for party in self.moving
        }
        """For each party and slot, the variables of the free meetings it could attend."""
        self.users: defaultdict[tuple[int, int], Literals] = defaultdict(list)
        """For each set of tables that can be overfull and each slot, the variables of who would sit there."""
        self._meetings()
        self.places = self.formula.top
        """The variables up to this one are places."""
        self.met = {party: self._met(party) for party in self.moving}
        self._tables()
        self.changing = sorted(people & self.moving.keys())
        """The people whose days may change."""
        self.breaks = self._breaks()
        """Of these the first n hold if they have n breaks; no more are counted than they have now."""

    def moved(self, literals: Literals) -> dict[int, int]:
        """For each free meeting of a model, its slot."""
        return dict(self.place[literal] for literal in literals if literal in self.place)

    def _moving(self) -> dict[int, int]:
        slots: defaultdict[int, int] = defaultdict(int)
        for option in self.free:
            for party in option.parties:
                slots[party] |= 1 << self.schedule.slot[option.request]
        return dict(slots)

    def _window(self, party: int) -> int:
        """The slots in which the free meetings of a party may stand."""
        if party not in self.people:
            return self.moving[party]
        still = self.schedule.busy[party] & ~self.moving[party]
        if self.schedule.breaks(party):
            return self.schedule.index.every_slot & ~still
        return _widened(self.schedule.busy[party], self.schedule.index.days, self.reach) & ~still

    def _certain(self, party: int) -> int:
        if party not in self.people:
            return self.moving[party]
        if self.schedule.breaks(party):
            return 0
        busy, days = self.schedule.busy[party], self.schedule.index.days
        return busy & ~_widened(self.schedule.index.every_slot & ~busy, days, self.reach) & self.moving[party]

    def _meetings(self) -> None:
        sets = binding_sets(self.schedule.grid)
        for option in self.free:
            slots = option.slots
            for party in option.parties:
                slots &= self.windows[party]
            for party in option.parties:
                self.choices[party].append(slots)
            places = []
            for slot in bits(slots):
                place = self.formula.new()
                places.append(place)
                self.place[place] = option.request, slot
                if slot == self.schedule.slot[option.request]:
                    self.standing.append(place)
                for party in option.parties:
                    self.attending[party][slot].append(place)
                for tables in sets:
                    if tables in option.sets:
                        self.users[tables, slot].append(place)
            self.formula.add(*places)
            self.formula.at_most_one(places)

    def _met(self, party: int) -> dict[int, int]:
        """For each slot, the literal of having one of the free meetings in it."""
        met = {}
        for slot, places in sorted(self.attending[party].items()):
            self.formula.at_most_one(places)
            met[slot] = self.formula.either(places)
            if self.certain[party] >> slot & 1:
                self.formula.add(met[slot])
        if party in self.people:
            number = self.moving[party].bit_count()
            slots = len(self.schedule.grid.problem.slots)
            counted(self.formula, met, pace(slots, self.choices[party], self.choices[party], number, number))
        return met

    def _tables(self) -> None:
        """No set of tables holds more meetings than it has open places."""
        load: defaultdict[tuple[int, int], int] = defaultdict(int)
        for option in self.free:
            for tables in option.sets:
                load[tables, self.schedule.slot[option.request]] += 1
        cast = {len(option.parties) for option in self.free}
        for (tables, slot), places in sorted(self.users.items()):
            room = (
                self.schedule.grid.room[tables][slot] - self.schedule.load[tables][slot] + load[tables, slot]
            )
            if len(cast) == 1 and all(tables in option.sets for option in self.free):
                self._people(slot, room * min(cast))
            else:
                self.formula.at_most(places, room)

    def _people(self, slot: int, most: int) -> None:
        """No more people meet in a slot; those that do for certain need not be counted one by one."""
        here = [party for party, met in self.met.items() if slot in met]
        open_ = [self.met[party][slot] for party in here if not self.certain[party] >> slot & 1]
        self.formula.at_most(open_, most - (len(here) - len(open_)))

    def _breaks(self) -> Literals:
        counts = []
        always = self.formula.new()
        self.formula.add(always)
        for party in self.changing:
            still = self.schedule.busy[party] & ~self.moving[party]
            met = self.met[party] | dict.fromkeys(bits(still), always)
            days = [[met.get(slot) for slot in bits(day)] for day in self.schedule.index.days]
            holes = [[hole] for day in days for hole in day_breaks(self.formula, day)]
            has = self.schedule.breaks(party)
            most = has + MORE if has else 0
            count = self.formula.count(holes, most + 1)
            for beyond in count[most:]:
                self.formula.add(-beyond)
            counts.append(count[:most])
        return self.formula.count(counts, sum(map(self.schedule.breaks, self.changing)))


def _loose(schedule: Schedule, people: set[int], others: set[int]) -> Iterator[Option]:
    """The meetings of these people that may move: none that is held back, or stands in an order."""
    grid = schedule.grid
    waited_for = {other for before in grid.index.before for other in before}
    for request, option in enumerate(schedule.option):
        if option is None or people.isdisjoint(option.parties) or not others.isdisjoint(option.parties):
            continue
        if request not in grid.pinned and request not in waited_for and not grid.index.before[request]:
            yield option


def _widened(slots: int, days: list[int], reach: int) -> int:
    """The slots and those beside them on the same day, so many steps to either side."""
    for _ in range(reach):
        slots |= sum((((slots & day) << 1) | ((slots & day) >> 1)) & day for day in days)
    return slots
