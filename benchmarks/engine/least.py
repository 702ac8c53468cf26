"""The fewest people that any repair must disturb, exactly, on cases small enough for zeros and ones.

Somebody is disturbed by a published meeting that is elsewhere or gone though it could have stayed, not by one
that can no longer be held when it was.
"""

from benchmarks.engine.plain import Plain
from benchmarks.engine.play_highs import minimised
from benchmarks.engine.zero_one import ZeroOne

PATIENCE = 20.0


def disturbed(changed: Plain, before: list[int | None], after: list[int | None]) -> set[int]:
    """Who has a published meeting at another time than before, or no longer, without need."""
    moved = [
        number
        for number, slot in enumerate(before)
        if after[number] != slot and slot in changed.domains[number]
    ]
    return {person for number in moved for person in changed.meetings[number]}


def fewest_disturbed(changed: Plain, before: list[int | None]) -> int | None:
    """With everything placed; ``None`` where that cannot be, or was not found out in time.

    ``before`` are the slots of the first meetings; later ones are new, and disturb nobody by themselves.
    """
    model = ZeroOne()
    moves: dict[int, int] = {}
    people: dict[tuple[int, int], list[int]] = {}
    load: dict[int, list[int]] = {}
    for number, pair in enumerate(changed.meetings):
        ways = []
        for slot in changed.domains[number]:
            variable = model.held[number, slot] = model.new()
            ways.append(variable)
            load.setdefault(slot, []).append(variable)
            for person in pair:
                people.setdefault((person, slot), []).append(variable)
        if not ways:
            return None
        model.sums.append((ways, 1, 1))
    model.sums += [(ways, 0, 1) for ways in people.values()]
    model.sums += [(ways, 0, changed.tables) for ways in load.values()]
    for number, published in enumerate(before):
        stays = None if published is None else model.held.get((number, published))
        if stays is None:
            continue
        for person in changed.meetings[number]:
            moved = moves.get(person) or moves.setdefault(person, model.new())
            model.clauses.append([moved, stays])
    model.price = dict.fromkeys(moves.values(), 1)
    status, true = minimised(model, PATIENCE)
    return None if status != "optimal" or true is None else sum(one in true for one in moves.values())
