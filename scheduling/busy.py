"""Sets of slots in one machine word, compiled: breaks, idle slots, and which slots are worth a try."""

from scheduling.board import Ints
from scheduling.compiled import compiled
from scheduling.moves import draw

AIMED = 850
"""Of a thousand lots, as many aim; the others go anywhere."""


@compiled
def size(slots: int) -> int:
    """How many slots; a loop that compilers know as one instruction."""
    number = 0
    while slots:
        slots &= slots - 1
        number += 1
    return number


@compiled
def first(slots: int) -> int:
    """The place of the earliest slot."""
    return size((slots & -slots) - 1)


@compiled
def breaks_in(slots: int, days: Ints) -> int:
    """Runs of busy slots beyond the first of each day."""
    breaks = 0
    for n in range(len(days)):
        today = slots & days[n]
        if today:
            breaks += size(today & ~(today << 1)) - 1
    return breaks


@compiled
def idle_in(slots: int, days: Ints) -> int:
    """Empty slots between the first and the last busy one of each day."""
    idle = 0
    for n in range(len(days)):
        today = slots & days[n]
        if today:
            last = today
            for shift in (1, 2, 4, 8, 16, 32):
                last |= last >> shift
            idle += size(last) - first(today) - size(today)
    return idle


@compiled
def rims(slots: int) -> int:
    """The first and the last of each run."""
    return slots & ~((slots << 1) & (slots >> 1))


@compiled
def beside(slots: int) -> int:
    """The neighbours of these slots."""
    return (slots << 1) | (slots >> 1)


@compiled
def drawn(random: Ints, slots: int) -> int:
    """One of these slots by lot, as a set of its own."""
    for _ in range(draw(random, size(slots))):
        slots &= slots - 1
    return slots & -slots


@compiled
def mostly(random: Ints, aim: int, slots: int) -> int:
    """One of the slots aimed at by lot; now and then, and where there is none, any."""
    return drawn(random, aim if aim and draw(random, 1000) < AIMED else slots)
