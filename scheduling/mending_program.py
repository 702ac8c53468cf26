"""Which meetings give way and which are held, exactly: a program in zeros and ones over some free requests.

All other meetings stay. One aim is met after another, each without loss for those before it: the fewest
people disturbed, the fewest of their meetings, the greatest weight, the fewest breaks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from scheduling.grid import Option, Pin
from scheduling.index import bits
from scheduling.mending_breaks import Aim, BreakRows, ZeroOne
from scheduling.schedule import Schedule

EXACT_COLUMNS = 1500
"""In larger programs, whoever need not move stays, and breaks are counted as if each meeting came alone."""
NODES = 500
"""Of the branching, where no seconds are given, so that the answer is always the same."""


@dataclass(frozen=True, slots=True)
class Mended:
    """Where the free requests are held; ``exact`` if every aim was met to the last."""

    places: tuple[tuple[Option, int], ...]
    exact: bool


class Program:
    """The choice among the ways to hold the ``free`` requests beside the meetings of a schedule.

    ``published`` are the places of those of them that should stay; ``affected`` the parties that hear of a
    change anyway, so that they count no more.
    """

    def __init__(
        self,
        schedule: Schedule,
        free: Sequence[int],
        published: Mapping[int, Pin],
        affected: Collection[int] = (),
    ) -> None:
        self.schedule, self.free, self.published = schedule, free, published
        self.rows = ZeroOne()
        self.places: list[tuple[Option, int]] = []
        self.mine: dict[int, list[int]] = {request: [] for request in free}
        self.here: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        """The columns of each party and slot."""
        self._columns()
        self.whole = len(self.places)
        """The columns up to this one are zero or one."""
        self.stays = dict(self._stays())
        self._requests()
        self._parties()
        self._tables()
        self.people = self._people(affected)
        fair = schedule.index.problem.max_break_spread is not None
        counting = fair or self.whole <= EXACT_COLUMNS
        self.breaks = BreakRows(self.rows, schedule, self.here).aim() if counting else {}
        self.found: Any = None

    def solved(self, seconds: float | None) -> Mended | None:
        """The best places; nothing if what is owed cannot be had so, or was not found."""
        if self.rows.impossible:
            return None
        found, exact = None, True
        for aim in self._aims():
            answer = self._best(aim, seconds)
            if answer is None:
                if found is None:
                    return None
                exact = False
                break
            self.found = found = answer[0]
            exact = exact and answer[1]
            self._keep(aim, found)
        exact = exact and self.whole <= EXACT_COLUMNS
        chosen = () if found is None else (place for n, place in enumerate(self.places) if found[n] > 1 / 2)
        return Mended(tuple(chosen), exact)

    def _aims(self) -> Iterator[Aim]:
        """What is to be as little as possible, the first things first."""
        requests = self.schedule.index.problem.requests
        fewest = {column: -float(len(self.places[column][0].parties)) for column in self.stays.values()}
        weight = {n: -float(requests[option.request].weight) for n, (option, _) in enumerate(self.places)}
        yield from filter(None, (self.people, fewest))
        if self.whole <= EXACT_COLUMNS:
            yield from filter(None, (weight, self.breaks))
        elif weight:
            self._hold()
            alone = [self._alone(*place) for place in self.places]
            scale = 1.0 + sum(
                max(abs(alone[n]) for n in columns) for columns in self.mine.values() if columns
            )
            yield {n: scale * cost + alone[n] for n, cost in weight.items()}

    def _alone(self, option: Option, slot: int) -> int:
        """The breaks that a meeting adds if it is the only one added."""
        schedule, more = self.schedule, 0
        for party in option.parties:
            before = schedule.breaks(party)
            schedule.busy[party] ^= 1 << slot
            more += schedule.breaks(party) - before
            schedule.busy[party] ^= 1 << slot
        return more

    def _best(self, aim: Aim, seconds: float | None) -> tuple[Any, bool] | None:
        """The values that serve the aim best, and whether that is proven."""
        width = len(self.rows.upper)
        costs = np.zeros(width)
        costs[list(aim)] = list(aim.values())
        limit: Any = {"node_limit": NODES} if seconds is None else {"time_limit": max(seconds, 0.1)}
        limit["mip_rel_gap"] = 0.0
        rows = self.rows.at_most
        answer: Any = milp(
            costs,
            integrality=(np.arange(width) < self.whole).astype(np.int8),
            bounds=Bounds(np.array(self.rows.lower), np.array(self.rows.upper)),
            constraints=LinearConstraint(rows.matrix(width), ub=np.array(rows.sides)) if rows.sides else None,
            options=limit,
        )
        return None if answer.x is None else (answer.x, answer.status == 0)

    def _keep(self, aim: Aim, found: Any) -> None:
        """Lose nothing of what an aim has reached."""
        reached = round(sum(cost * found[column] for column, cost in aim.items()))
        self.rows.row(reached + 0.25, aim)

    def _hold(self) -> None:
        """Let whoever need not move stay for good."""
        for column in self.stays.values():
            if self.found is not None and self.found[column] > 1 / 2:
                self.rows.lower[column] = 1.0

    def _columns(self) -> None:
        schedule = self.schedule
        for request in self.free:
            for option in schedule.grid.options[request]:
                for slot in bits(self._open(option)):
                    column = self.rows.new()
                    self.places.append((option, slot))
                    self.mine[request].append(column)
                    for party in option.parties:
                        self.here[party, slot].append(column)

    def _open(self, option: Option) -> int:
        """Where the meetings that stay would let it stand."""
        schedule = self.schedule
        slots = option.slots
        for party in option.parties:
            slots &= ~schedule.busy[party]
        for tables in option.sets:
            slots &= ~schedule.full[tables]
        for other in schedule.index.before[option.request]:
            if other not in self.mine:
                held = schedule.slot[other]
                slots &= -2 << held if held >= 0 else 0
        for other in schedule.index.later[option.request]:
            if schedule.slot[other] >= 0:
                slots &= (1 << schedule.slot[other]) - 1
        return slots

    def _stays(self) -> Iterator[tuple[int, int]]:
        """The column that leaves a published meeting as it is."""
        for request, columns in self.mine.items():
            pin = self.published.get(request)
            for column in columns:
                option, slot = self.places[column]
                if pin is not None and (option.parties, slot) == (pin.parties, pin.slot):
                    yield request, column

    def _requests(self) -> None:
        index = self.schedule.index
        for request, columns in self.mine.items():
            self.rows.row(1.0, dict.fromkeys(columns, 1.0))
            waits = any(self.schedule.slot[other] >= 0 for other in index.later[request])
            if index.problem.requests[request].required or waits:
                self.rows.row(-1.0, dict.fromkeys(columns, -1.0))
            for other in index.before[request]:
                if other in self.mine:
                    self._after(request, other)

    def _after(self, request: int, other: int) -> None:
        for column in self.mine[request]:
            slot = self.places[column][1]
            early = [one for one in self.mine[other] if self.places[one][1] < slot]
            self.rows.row(0.0, {column: 1.0} | dict.fromkeys(early, -1.0))

    def _parties(self) -> None:
        schedule, parties = self.schedule, self.schedule.index.problem.parties
        attends: list[list[int]] = [[] for _ in parties]
        for (party, _), columns in self.here.items():
            attends[party] += columns
            if len(columns) > 1:
                self.rows.row(1.0, dict.fromkeys(columns, 1.0))
        for number, who in enumerate(parties):
            columns, held = attends[number], schedule.count[number]
            if len(columns) > schedule.grid.most[number] - held:
                self.rows.row(schedule.grid.most[number] - held, dict.fromkeys(columns, 1.0))
            if who.min_meetings > held:
                self.rows.row(float(held - who.min_meetings), dict.fromkeys(columns, -1.0))

    def _tables(self) -> None:
        users: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for column, (option, slot) in enumerate(self.places):
            for tables in option.sets:
                users[tables, slot].append(column)
        for (tables, slot), columns in users.items():
            room = self.schedule.grid.room[tables][slot] - self.schedule.load[tables][slot]
            if len(columns) > room:
                self.rows.row(float(room), dict.fromkeys(columns, 1.0))

    def _people(self, affected: Collection[int]) -> Aim:
        """A column for everybody who may be disturbed."""
        disturbed: dict[int, int] = {}
        for request in self.free:
            pin = self.published.get(request)
            for party in sorted(set(pin.parties).difference(affected)) if pin else ():
                column = disturbed[party] if party in disturbed else self.rows.new()
                disturbed[party] = column
                stays = {self.stays[request]: -1.0} if request in self.stays else {}
                self.rows.row(-1.0, {column: -1.0} | stays)
        return dict.fromkeys(disturbed.values(), 1.0)
