"""Why a request has no place: the first rule that leaves it none, in a sentence with names and times."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from scheduling.grid import Option
from scheduling.index import Index, bits
from scheduling.nearest import NEAREST, Nearest
from scheduling.problem import Request
from scheduling.reasons import REASONS, told
from scheduling.rules import PLAY, SLOTS, TABLES
from scheduling.schedule import Schedule
from scheduling.solution import Unplaced
from scheduling.words import joined, listed, time_of

CODES = {
    "available": "no_common_slot",
    "limits": "outside_limits",
    "at_slot": "fixed_slot",
    "at_most": "limit_reached",
    "one_place": "busy",
    "one_meeting": "tables_full",
}
"""Where the reason is not called as the rule."""

MOST_NEAREST = 3000
"""For so many requests, the heaviest, the nearest possibility is looked for."""


def explained(schedule: Schedule) -> tuple[Unplaced, ...]:
    """A reason for every request that is out, and the nearest possibility for the heaviest of them."""
    requests, nearest, out = schedule.index.problem.requests, Nearest(schedule), schedule.out()
    heaviest = set(sorted(out, key=lambda place: (-requests[place].weight, place))[:MOST_NEAREST])
    return tuple(_explained(schedule, place, nearest if place in heaviest else None) for place in out)


def _explained(schedule: Schedule, place: int, nearest: Nearest | None) -> Unplaced:
    """The reason of the way to hold it that comes furthest."""
    request = schedule.index.problem.requests[place]
    cases = [_Case(schedule, request, parties) for parties in schedule.grid.casts_of(place)]
    if cases:
        for case in cases:
            case.examine()
        case = max(cases, key=lambda case: case.depth)
        code, details, parties = case.code, case.details, case.parties
    else:
        code, details, parties = "too_few_people", {"seats": str(len(request.attendees))}, ()
    near, more = nearest.of(place, parties, code, details) if nearest else ("", {})
    whole = details | more | ({"nearest": near} if near else {})
    return Unplaced(
        request.id,
        code,
        told(REASONS[code].sentence, details, joined),
        tuple(sorted(whole.items())),
        told(NEAREST[near], whole, joined) if near else "",
    )


def _people(index: Index, parties: Iterable[int]) -> str:
    return listed(index.problem.parties[party].label for party in parties)


def _times(index: Index, slots: int) -> str:
    return listed(time_of(index, slot) for slot in bits(slots))


@dataclass(slots=True)
class _Case:
    """One way to hold a request, and what the rules leave of it one after the other."""

    schedule: Schedule
    request: Request
    parties: tuple[int, ...]
    tables: int = 0
    slots: int = 0
    depth: int = 0
    code: str = ""
    details: dict[str, str] = field(default_factory=dict)

    @property
    def index(self) -> Index:
        """Names and numbers."""
        return self.schedule.index

    def examine(self) -> None:
        """Find the reason."""
        self.details["people"] = _people(self.index, self.parties)
        self.details["seats"] = str(len(self.parties))
        self.code = self._tables() or self._slots() or self._play() or self._whole()

    def _tables(self) -> str:
        self.tables = self.index.every_table
        for rule in TABLES:
            self.depth += 1
            left = self.tables & rule.test(self.index, self.request, self.parties)
            if not left:
                self._tell_table()
                return rule.name
            self.tables = left
        return ""

    def _tell_table(self) -> None:
        parties = [self.index.problem.parties[party] for party in self.parties]
        self.details["needs"] = listed(sorted({need for party in parties for need in party.needs}))
        self.details["table"] = next((party.table for party in parties if party.table), "")
        self.details["fixed"] = self.request.at_table or ""

    def _slots(self) -> str:
        self.slots = self.index.every_slot
        for rule in SLOTS:
            self.depth += 1
            left = self.slots & rule.test(self.index, self.request, self.parties)
            if not left:
                self._tell_slot()
                return CODES.get(rule.name, rule.name)
            self.slots = left
        self.depth += 1
        left = self.slots & self.index.opening(self.tables)
        if not left:
            self.details["times"] = _times(self.index, self.slots)
        self.slots = left
        return "" if left else "tables_closed"

    def _tell_slot(self) -> None:
        apart = [party for party in self.parties if self.index.avoided[party].intersection(self.parties)]
        self.details["apart"] = _people(self.index, apart)
        self.details["times"] = _times(self.index, self.slots)
        if self.request.at_slot is not None:
            self.details["fixed"] = time_of(self.index, self.index.slot[self.request.at_slot])

    def _play(self) -> str:
        option = Option(self.index.request[self.request.id], self.parties, self.tables, self.slots, ())
        option = self.schedule.grid.counted(option)
        for rule in PLAY:
            self.depth += 1
            left = self.slots & rule.test(self.schedule, option)
            if not left:
                self._tell_play(option)
                return self._play_code(rule.name, option)
            self.slots = left
        return ""

    def _play_code(self, rule: str, option: Option) -> str:
        if rule == "after":
            waits = any(self.schedule.slot[other] < 0 for other in self.index.before[option.request])
            return "waits" if waits else "order"
        return "busy_once" if rule == "one_place" and self.slots.bit_count() == 1 else CODES[rule]

    def _tell_play(self, option: Option) -> None:
        schedule, index = self.schedule, self.index
        full = [party for party in option.parties if schedule.count[party] >= schedule.grid.most[party]]
        busiest = max(option.parties, key=lambda party: (schedule.busy[party] & self.slots).bit_count())
        before = index.before[option.request]
        waiting = [other for other in before if schedule.slot[other] < 0]
        others = waiting or [*before, *index.later[option.request]]
        self.details.update(
            times=_times(index, self.slots),
            number=str(self.slots.bit_count()),
            full=_people(index, full),
            busiest=_people(index, [busiest]),
            taken=str((schedule.busy[busiest] & self.slots).bit_count()),
            others=listed(index.problem.requests[other].id for other in others),
        )

    def _whole(self) -> str:
        """It fits somewhere, so it is a rule of the whole that stands in the way; or seating it failed."""
        self.depth += 1
        self.details["times"] = _times(self.index, self.slots)
        return "tables_full" if self.index.problem.max_break_spread is None else "fairness"
