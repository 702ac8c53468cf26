"""The days of one party as a flow through (slot, meetings so far, state), for a linear program."""

from collections.abc import Iterator, Mapping, Sequence

from scheduling.days import BUSY, FRESH, IDLE
from scheduling.linear import Program
from scheduling.patterns import Kind

Node = tuple[int, int]
"""Meetings so far, where they are counted, and the state."""


def add_days(
    program: Program, kind: Kind, day: Sequence[int], meets: Mapping[int, int], *, counting: bool
) -> None:
    """Choose the days of one party at the price of their breaks; ``meets`` has the row that counts each slot.

    Where meetings are not counted along the way the program is smaller, and allows more than there is.
    """
    sink = program.equal.row(-1.0)
    layer: dict[Node, int] = {(0, FRESH): program.equal.row(1.0)}
    for slot in range(len(day)):
        following: dict[Node, int] = {}
        last = slot + 1 == len(day)
        for node, source in layer.items():
            for then, meeting, cost in _steps(kind, day, slot, node, counting=counting):
                if not last and then not in following:
                    following[then] = program.equal.row(0.0)
                arc = program.column(cost)
                program.equal.add(source, [arc])
                program.equal.add(sink if last else following[then], [arc], -1.0)
                if meeting:
                    program.equal.add(meets[slot], [arc])
        layer = following


def _steps(
    kind: Kind, day: Sequence[int], slot: int, node: Node, *, counting: bool
) -> Iterator[tuple[Node, bool, float]]:
    """Where a party may stand after a slot, whether it met in it, and the price."""
    held, state = node
    ends = slot + 1 == len(day) or day[slot + 1] != day[slot]
    left = (kind.slots >> slot + 1).bit_count()
    for meeting in (True, False):
        possible = kind.slots if meeting else ~kind.always
        then = held + (meeting and counting)
        fits = kind.fewest[slot + 1] <= then <= kind.most[slot + 1] and then + left >= kind.fewest[-1]
        if possible >> slot & 1 and (fits or not counting):
            after = BUSY if meeting else FRESH if state == FRESH else IDLE
            yield (then, FRESH if ends else after), meeting, float(meeting and state == IDLE)
