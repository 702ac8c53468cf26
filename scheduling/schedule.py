"""A schedule in the making: which request stands where, and what that leaves to the others."""

from scheduling.grid import Grid, Option
from scheduling.rules import PLAY

NOWHERE = -1


class Schedule:
    """Meetings with their slots and attendees; tables are counted here and assigned at the end."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.index = grid.index
        parties, requests = len(grid.problem.parties), len(grid.problem.requests)
        self.slot = [NOWHERE] * requests
        self.option: list[Option | None] = [None] * requests
        self.busy = [0] * parties
        self.count = [0] * parties
        self.at: list[dict[int, int]] = [{} for _ in range(parties)]
        """For each party, the request it attends in a slot."""
        self.load = [[0] * len(room) for room in grid.room]
        self.full = [sum(1 << slot for slot, free in enumerate(room) if not free) for room in grid.room]

    def open_slots(self, option: Option) -> int:
        """Where the meeting could stand now, if nothing else moves."""
        slots = option.slots
        for rule in PLAY:
            slots &= rule.test(self, option)
            if not slots:
                break
        return slots

    def place(self, option: Option, slot: int) -> None:
        """Give the meeting a place; the caller has asked the rules."""
        self.slot[option.request] = slot
        self.option[option.request] = option
        for party in option.parties:
            self.busy[party] |= 1 << slot
            self.count[party] += 1
            self.at[party][slot] = option.request
        for tables in option.sets:
            self.load[tables][slot] += 1
            if self.load[tables][slot] >= self.grid.room[tables][slot]:
                self.full[tables] |= 1 << slot

    def remove(self, request: int) -> tuple[Option, int]:
        """Take its place away; returns what ``place`` needs to give it back."""
        option, slot = self.option[request], self.slot[request]
        if option is None:
            raise KeyError(request)
        self.slot[request], self.option[request] = NOWHERE, None
        for party in option.parties:
            self.busy[party] ^= 1 << slot
            self.count[party] -= 1
            del self.at[party][slot]
        for tables in option.sets:
            self.load[tables][slot] -= 1
            if self.load[tables][slot] < self.grid.room[tables][slot]:
                self.full[tables] &= ~(1 << slot)
        return option, slot

    def breaks(self, party: int) -> int:
        """How many runs of empty slots lie between two meetings of a day."""
        busy, runs = self.busy[party], 0
        for day in self.index.days:
            today = busy & day
            runs += max(0, (today & ~(today << 1)).bit_count() - 1)
        return runs

    def total_breaks(self) -> int:
        """Of all parties together."""
        return sum(self.breaks(party) for party, count in enumerate(self.count) if count)

    def break_spread(self) -> int:
        """Between the most and the fewest breaks of parties that have a meeting."""
        each = [self.breaks(party) for party, count in enumerate(self.count) if count]
        return max(each) - min(each) if each else 0

    def weight(self) -> int:
        """What the meetings that have a place weigh."""
        requests = self.index.problem.requests
        return sum(request.weight for request, slot in zip(requests, self.slot, strict=True) if slot >= 0)

    def placed(self) -> list[int]:
        """The requests that have a place."""
        return [request for request, slot in enumerate(self.slot) if slot >= 0]

    def out(self) -> list[int]:
        """The requests that have none."""
        return [request for request, slot in enumerate(self.slot) if slot < 0]
