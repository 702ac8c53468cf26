"""The bound on the difference of breaks, in clauses."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from scheduling.clauses import Clauses


def state_fairness(
    clauses: Clauses,
    busy: Mapping[str, Sequence[int]],
    requests: Mapping[str, int],
    days: Sequence[str],
    bound: int,
    guard: tuple[int, ...],
) -> None:
    """There is a number of breaks that nobody with a meeting falls below, nor exceeds by over ``bound``.

    ``busy`` holds a literal for each party and slot, ``requests`` the most meetings of each, ``days`` the
    day of each slot; ``guard`` excuses from it.
    """
    counts = {party: breaks(clauses, busy[party], requests[party], days) for party in busy if requests[party]}
    highest = max((len(count) for count in counts.values()), default=0)
    # the number in ones: it is at least one, at least two...
    lowest = [clauses.variable() for _ in range(highest)]
    for one, other in pairwise(lowest):
        clauses.add(-other, one)
    for party, count in counts.items():
        absent = -clauses.any_of(busy[party])
        for number, level in enumerate(lowest):
            clauses.add(*guard, absent, -level, *count[number : number + 1])
        for number, literal in enumerate(count[bound:]):
            clauses.add(*guard, absent, -literal, *lowest[number : number + 1])


def breaks(clauses: Clauses, busy: Sequence[int], most: int, days: Sequence[str]) -> list[int]:
    """Numbers in ones: literals that are true if a party has at least one break, at least two..."""
    ends = []
    longest = 0
    for day in dict.fromkeys(days):
        today = [literal for literal, name in zip(busy, days, strict=True) if name == day]
        longest += max(0, (len(today) - 1) // 2)
        ends += _ends(clauses, today)
    return clauses.count(ends, max(0, min(longest, most - 1)), exact=True)


def _ends(clauses: Clauses, busy: Sequence[int]) -> list[int]:
    """For each slot from the third on, whether a break ends with a meeting in it."""
    found = []
    started = busy[0]
    for earlier, before, now in zip(busy, busy[1:], busy[2:], strict=False):
        started = started if earlier == started else clauses.any_of([started, earlier])
        end = clauses.variable()
        for literal in (started, -before, now):
            clauses.add(-end, literal)
        clauses.add(end, -started, before, -now)
        found.append(end)
    return found
