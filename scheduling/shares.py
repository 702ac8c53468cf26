"""The third aim: at equal weight and breaks, exchange meetings so that the worst served party gains."""

from fractions import Fraction

from scheduling.grid import Option
from scheduling.rules import WHOLE
from scheduling.schedule import Schedule
from scheduling.score import Shares

EFFORT = 100_000
"""Exchanges tried times parties looked at; a number and not a time, so that the answer is always the same."""


def evened(schedule: Schedule) -> None:
    """Exchange equals for equals in place while the difference between best and worst served falls."""
    shares = Shares(schedule)
    tries = EFFORT // max(1, len(schedule.count))
    improved = bool(schedule.out())
    while improved and tries > 0:
        improved = False
        each = shares.each()
        worst = min(each.values())
        for party in [party for party, share in each.items() if share == worst]:
            for request in shares.naming[party]:
                if schedule.slot[request] < 0:
                    done, used = _exchanged(schedule, shares, request, tries)
                    tries -= used
                    improved = improved or done


def _exchanged(schedule: Schedule, shares: Shares, request: int, tries: int) -> tuple[bool, int]:
    """Try to place a request for others of its weight; whether it was done, and after how many tries."""
    used = 0
    for option in schedule.grid.options[request]:
        for slot in range(len(schedule.index.day)):
            if not option.slots >> slot & 1:
                continue
            rivals = {schedule.at[party][slot] for party in option.parties if slot in schedule.at[party]}
            if not _equal(schedule, request, rivals):
                continue
            used += 1
            if used > tries:
                return False, used
            if _replaced(schedule, shares, option, slot, rivals):
                return True, used
    return False, used


def _equal(schedule: Schedule, request: int, rivals: set[int]) -> bool:
    requests = schedule.index.problem.requests
    if any(requests[rival].required or rival in schedule.grid.pinned for rival in rivals):
        return False
    return sum(requests[rival].weight for rival in rivals) == requests[request].weight


def _standing(schedule: Schedule, shares: Shares) -> tuple[int, int, Fraction, int]:
    """What must not become worse, then what should become better: the spread, and how many are worst off."""
    each = list(shares.each().values())
    worst = min(each)
    broken = sum(rule.test(schedule) for rule in WHOLE)
    return broken, schedule.total_breaks(), max(each) - worst, each.count(worst)


def _replaced(schedule: Schedule, shares: Shares, option: Option, slot: int, rivals: set[int]) -> bool:
    before = _standing(schedule, shares)
    if any(schedule.slot[later] >= 0 for rival in rivals for later in schedule.index.later[rival]):
        return False
    given = [schedule.remove(rival) for rival in sorted(rivals)]
    if schedule.open_slots(option) >> slot & 1:
        schedule.place(option, slot)
        if _standing(schedule, shares) < before:
            return True
        schedule.remove(option.request)
    for back, place in given:
        schedule.place(back, place)
    return False
