"""The problem in zeros and ones, for solvers that know nothing of fairs: the model of the published set.

x says that a meeting stands in a slot, y that a person has a meeting then, z that there was one by then, and
h that a break ends after a slot (Bofill et al., JAIR 74, 2022, section 4). Only the half of each equivalence
is stated that minimising the breaks does not see to by itself.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.engine.plain import Plain


@dataclass(slots=True)
class ZeroOne:
    """Variables are numbers from one; in clauses a negative number means its contrary."""

    variables: int = 0
    clauses: list[list[int]] = field(default_factory=list)
    sums: list[tuple[list[int], int, int]] = field(default_factory=list)
    """Variables, and how many of them are true at least and at most."""
    held: dict[tuple[int, int], int] = field(default_factory=dict)
    """The variable of a meeting in a slot."""
    price: dict[int, int] = field(default_factory=dict)
    """What is to be minimised."""

    def new(self) -> int:
        """One more variable."""
        self.variables += 1
        return self.variables

    def slots(self, true: set[int], meetings: int) -> list[int | None]:
        """The schedule that a set of true variables stands for."""
        found: list[int | None] = [None] * meetings
        for (meeting, slot), variable in self.held.items():
            if variable in true:
                found[meeting] = slot
        return found


def zero_one(plain: Plain, *, choosing: bool) -> ZeroOne:
    """The model; where all is to be placed it says so, else weight counts before breaks."""
    model = ZeroOne()
    here: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    load: defaultdict[int, list[int]] = defaultdict(list)
    out = []
    for meeting, (one, other) in enumerate(plain.meetings):
        mine = []
        for slot in plain.domains[meeting]:
            variable = model.held[meeting, slot] = model.new()
            mine.append(variable)
            load[slot].append(variable)
            here[one, slot].append(variable)
            here[other, slot].append(variable)
        if choosing:
            out.append(model.new())
            mine.append(out[-1])
        model.sums.append((mine, 1, 1))
    for slot in sorted(load):
        model.sums.append((load[slot], 0, plain.tables))
    _order(plain, model)
    breaks = _people(plain, model, here, exact=not choosing)
    model.price = dict.fromkeys(breaks, 1)
    dear = len(breaks) + 1
    model.price |= {variable: dear * plain.weights[meeting] for meeting, variable in enumerate(out)}
    return model


def _people(
    plain: Plain, model: ZeroOne, here: dict[tuple[int, int], list[int]], *, exact: bool
) -> list[int]:
    """Each is in one place at a time; the variables of all breaks."""
    degree = [0] * plain.people
    for pair in plain.meetings:
        for person in pair:
            degree[person] += 1
    fewest_is_none = min(degree, default=0) <= 1
    breaks = []
    for person in range(plain.people):
        busy: list[int | None] = []
        for slot in range(plain.slots):
            ways = here.get((person, slot), [])
            busy.append(_any(model, ways))
            if len(ways) > 1:
                model.sums.append((ways, 0, 1))
        if exact and degree[person]:
            model.sums.append(([one for one in busy if one is not None], degree[person], degree[person]))
        mine = _breaks(model, busy) if degree[person] > 1 else []
        if plain.spread is not None and fewest_is_none and len(mine) > plain.spread:
            model.sums.append((mine, 0, plain.spread))
        breaks += mine
    return breaks


def _any(model: ZeroOne, ways: list[int]) -> int | None:
    """A variable that is true exactly where one of these is."""
    if len(ways) <= 1:
        return ways[0] if ways else None
    found = model.new()
    model.clauses.append([-found, *ways])
    model.clauses += [[-way, found] for way in ways]
    return found


def _breaks(model: ZeroOne, busy: list[int | None]) -> list[int]:
    """A variable for each slot after which a break of this person may end."""
    found = []
    begun: int | None = None
    for now, following in pairwise(busy):
        seen = [one for one in (now, begun) if one is not None]
        if seen:
            begun = model.new()
            model.clauses += [[-one, begun] for one in seen]
        if begun is not None and following is not None:
            found.append(model.new())
            model.clauses.append([found[-1], -begun, -following, *([] if now is None else [now])])
    return found


def _order(plain: Plain, model: ZeroOne) -> None:
    """A meeting stands in a slot only if what must come before stands in an earlier one."""
    for first, second in plain.before:
        for slot in plain.domains[second]:
            earlier = [model.held[first, other] for other in plain.domains[first] if other < slot]
            model.clauses.append([-model.held[second, slot], *earlier])
