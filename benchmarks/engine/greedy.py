"""What the field's tools do: by falling priority, each meeting in the first slot that is free for both."""

from dataclasses import dataclass
from itertools import pairwise

from benchmarks.engine.plain import Plain


@dataclass(frozen=True, slots=True)
class Outcome:
    """How good a schedule is."""

    placed: int
    weight: int
    breaks: int


def greedy(plain: Plain) -> list[int | None]:
    """The slot of each meeting; ``None`` where both are never free together with a table."""
    free = [set(range(plain.slots)).difference(slots) for slots in plain.away]
    load = [0] * plain.slots
    found: list[int | None] = [None] * len(plain.meetings)
    for meeting in sorted(range(len(plain.meetings)), key=lambda meeting: -plain.weights[meeting]):
        one, other = plain.meetings[meeting]
        for slot in plain.domains[meeting]:
            if slot in free[one] and slot in free[other] and load[slot] < plain.tables:
                found[meeting] = slot
                free[one].remove(slot)
                free[other].remove(slot)
                load[slot] += 1
                break
    return found


def outcome(plain: Plain, slots: list[int | None]) -> Outcome:
    """The figures of a schedule; its rules are the contestant's affair."""
    busy: list[set[int]] = [set() for _ in range(plain.people)]
    for (one, other), slot in zip(plain.meetings, slots, strict=True):
        if slot is not None:
            busy[one].add(slot)
            busy[other].add(slot)
    breaks = 0
    for days in busy:
        order = sorted(days)
        breaks += sum(later - earlier > 1 for earlier, later in pairwise(order))
    placed = [number for number, slot in enumerate(slots) if slot is not None]
    return Outcome(len(placed), sum(plain.weights[number] for number in placed), breaks)


def faults(plain: Plain, slots: list[int | None]) -> list[str]:
    """Where a contestant broke a rule; an answer with faults does not count."""
    found = []
    taken: set[tuple[int, int]] = set()
    load = [0] * plain.slots
    for number, slot in enumerate(slots):
        if slot is None:
            if plain.required:
                found.append(f"meeting {number} is out")
            continue
        load[slot] += 1
        if slot not in plain.domains[number]:
            found.append(f"meeting {number} stands where it must not")
        for person in plain.meetings[number]:
            if (person, slot) in taken:
                found.append(f"person {person} is in two places in slot {slot}")
            taken.add((person, slot))
    found += [f"slot {slot} is overfull" for slot, held in enumerate(load) if held > plain.tables]
    for first, second in plain.before:
        earlier, later = slots[first], slots[second]
        if later is not None and (earlier is None or earlier >= later):
            found.append(f"meeting {second} does not wait for {first}")
    return found
