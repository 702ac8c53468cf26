"""The whole problem as a propositional formula: a model of it is a schedule, and none means there is none.

One variable says that an option is held in a slot, another that a party meets in a slot. Every hard rule is
a set of clauses over these; what follows from several of them together (how often a party meets, how many
people fit at the tables) is said as well, because a solver finds that hard to see (the constraints *imp12+*
of Bofill et al., JAIR 74, 2022).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scheduling.encoding_days import Day, counted, day_breaks, pace
from scheduling.formula import Formula, Literals
from scheduling.grid import Grid, Option, union
from scheduling.index import bits
from scheduling.schedule import Schedule

Place = tuple[int, int]
"""A request and a slot; or a party and a slot."""


class Encoding:
    """The formula of a grid; ``whole`` asks for a place for every request.

    ``most`` is the number of breaks beyond which they need not be counted.
    """

    def __init__(self, grid: Grid, most: int, *, whole: bool) -> None:
        self.grid, self.whole = grid, whole
        self.formula = Formula()
        self.held: list[Literals] = [[] for _ in grid.options]
        """For each request, the variables of its places; one of them at most holds."""
        self.place: dict[int, tuple[Option, int]] = {}
        self.here: defaultdict[Place, Literals] = defaultdict(list)
        self.attending: list[defaultdict[int, Literals]] = [defaultdict(list) for _ in grid.problem.parties]
        """For each party and slot, the variables of the meetings that it would attend."""
        self._requests()
        self.places = self.formula.top
        """The variables up to this one are places."""
        self.meets = [
            {slot: self.formula.either(places) for slot, places in sorted(slots.items())}
            for slots in self.attending
        ]
        """For each party, the literal of meeting in a slot."""
        self.tame: list[int] = []
        """The most breaks of each party that meets for certain: one less than its meetings."""
        self._parties()
        self._order()
        self._tables()
        self.breaks = self._breaks(most)
        """Of these the first n hold if there are n breaks."""

    def left_out(self) -> list[tuple[int, int]]:
        """For each request that may be left out, the literal that says so, and its weight."""
        requests = self.grid.problem.requests
        return [
            (-self.formula.either(places), requests[request].weight)
            for request, places in enumerate(self.held)
            if places and not self.asked(request)
        ]

    def schedule(self, literals: Sequence[int]) -> Schedule:
        """What a model says."""
        schedule = Schedule(self.grid)
        for literal in literals:
            if literal in self.place:
                schedule.place(*self.place[literal])
        return schedule

    def asked(self, request: int) -> bool:
        """Whether the request must have a place."""
        return self.whole or self.grid.problem.requests[request].required

    def _requests(self) -> None:
        for request, options in enumerate(self.grid.options):
            for option in options:
                for slot in bits(option.slots):
                    place = self.formula.new()
                    self.place[place] = option, slot
                    self.held[request].append(place)
                    self.here[request, slot].append(place)
                    for party in option.parties:
                        self.attending[party][slot].append(place)
            self.formula.at_most_one(self.held[request])
            if self.asked(request):
                self.formula.add(*self.held[request])

    def _parties(self) -> None:
        certain: list[list[int]] = [[] for _ in self.meets]
        possible: list[list[int]] = [[] for _ in self.meets]
        for request, options in enumerate(self.grid.options):
            for party in sorted({party for option in options for party in option.parties}):
                window = union(option for option in options if party in option.parties)
                possible[party].append(window)
                if self.asked(request) and all(party in option.parties for option in options):
                    certain[party].append(window)
        for number, who in enumerate(self.grid.problem.parties):
            for places in self.attending[number].values():
                self.formula.at_most_one(places)
            low = max(len(certain[number]), who.min_meetings)
            high = min(len(possible[number]), self.grid.most[number])
            slots = len(self.grid.problem.slots)
            limits = pace(slots, certain[number], possible[number], low, high)
            counted(self.formula, self.meets[number], limits)
            self.tame += [max(0, high - 1)] if low else []

    def _order(self) -> None:
        """What waits stands later than what it waits for, and not without it."""
        for request, before in enumerate(self.grid.index.before):
            for other in before:
                slots = sorted({slot for option in self.grid.options[other] for slot in bits(option.slots)})
                for place in self.held[request]:
                    early = [
                        v for slot in slots if slot < self.place[place][1] for v in self.here[other, slot]
                    ]
                    self.formula.add(-place, *early)
                if self.asked(request):
                    for place in self.held[other]:
                        late = [v for v in self.held[request] if self.place[v][1] > self.place[place][1]]
                        self.formula.add(-place, *late)

    def _tables(self) -> None:
        """No set of tables holds more meetings than it has open places, nor more people."""
        for number in range(len(self.grid.table_sets)):
            users = [[v for v in places if number in self.place[v][0].sets] for places in self.held]
            groups = list(_clusters(users, self.place))
            for slot, room in enumerate(self.grid.room[number]):
                taken = [
                    self.formula.either(inside)
                    for group in groups
                    if (inside := [v for v in group if self.place[v][1] == slot])
                ]
                self.formula.at_most(taken, room)
        seats = max((len(option.parties) for options in self.grid.options for option in options), default=0)
        for slot, free in enumerate(self.grid.room_in(self.grid.index.every_table)):
            self.formula.at_most([met[slot] for met in self.meets if slot in met], seats * free)

    def _breaks(self, most: int) -> Literals:
        counts = []
        for met in self.meets:
            days = self._days(met)
            holes = [hole for day in days for hole in day_breaks(self.formula, day)]
            counts.append(self._count(holes))
        spread = self.grid.problem.max_break_spread
        if spread is not None:
            self._fair(counts, spread)
        return self.formula.count(counts, most)

    def _count(self, holes: Literals) -> Literals:
        """The breaks of one party, no further than fairness to the one who can have the fewest allows."""
        spread = self.grid.problem.max_break_spread
        if spread is None or not self.tame:
            return self.formula.count([[hole] for hole in holes], len(holes))
        most = min(self.tame) + spread
        count = self.formula.count([[hole] for hole in holes], min(len(holes), most + 1))
        for beyond in count[most:]:
            self.formula.add(-beyond)
        return count[:most]

    def _days(self, met: dict[int, int]) -> Iterator[Day]:
        for day in self.grid.index.days:
            yield [met.get(slot) for slot in bits(day)]

    def _fair(self, counts: Sequence[Literals], spread: int) -> None:
        """Everybody with a meeting has at least some number of breaks, and at most that and the bound."""
        base = [self.formula.new() for _ in range(max(map(len, counts), default=0))]
        for party, count in enumerate(counts):
            for number, least in enumerate(base):
                for meets in self.meets[party].values():
                    self.formula.add(-least, -meets, *count[number : number + 1])
            for number, more in enumerate(count[spread:]):
                self.formula.add(-more, base[number])


def _clusters(users: Sequence[Literals], place: dict[int, tuple[Option, int]]) -> Iterator[Literals]:
    """Groups of places of which only one can be held in a slot, since all share a party."""
    left = {request for request, places in enumerate(users) if places}
    certain: defaultdict[int, set[int]] = defaultdict(set)
    for request in left:
        casts = [set(place[v][0].parties) for v in users[request]]
        for party in set.intersection(*casts):
            certain[party].add(request)
    while left:
        party = max(sorted(certain), key=lambda one: len(certain[one] & left), default=-1)
        group = sorted(certain[party] & left) or [min(left)]
        yield [v for request in group for v in users[request]]
        left -= set(group)
