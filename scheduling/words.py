"""How slots and lists are named in English sentences."""

from collections.abc import Iterable, Sequence

from scheduling.index import Index, bits

MOST_NAMED = 4


def joined(names: Sequence[str], last: str = "and") -> str:
    """Like "A, B and C"; of long lists the first ones and how many more."""
    names = list(names)
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more"]
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else "".join(names)


def time_of(index: Index, slot: int) -> str:
    """The beginning of a slot, with its day where the problem has several."""
    start = index.problem.slots[slot].start
    return f"{start:%d %b %H:%M}" if len(index.days) > 1 else f"{start:%H:%M}"


def times_of(index: Index, slots: int) -> str:
    """The beginnings of several slots."""
    return joined([time_of(index, slot) for slot in bits(slots)])


def listed(names: Iterable[str]) -> str:
    """Several names as one detail of a reason, a line each: every language joins them in its own way."""
    return "\n".join(names)
