"""What a lifelike fair has beside pairs: third attendees, round tables, and what requests are held to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random

from scheduling.generate_places import blocks_of
from scheduling.generate_shape import Shape
from scheduling.problem import Request, Slot

LEAST_ROUND, MOST_ROUND = 5, 8
LEAST_BLOCK = 2
"""Slots of a block in which both can meet, for a request to be limited to it."""

Presence = Mapping[str, frozenset[str]]
"""The slots in which each party is there, by ids."""


def mediated(
    shape: Shape, requests: Sequence[Request], mediators: Sequence[tuple[str, ...]], seed: int
) -> list[Request]:
    """Some requests with one more attendee, any of those who speak one language."""
    lots = Random(f"{seed} mediated")  # noqa: S311 - a fair is to be repeatable, not secret
    return [
        replace(request, attendees=(*request.attendees, lots.choice(mediators)))
        if mediators and lots.random() < shape.mediated
        else request
        for request in requests
    ]


def round_tables(shape: Shape, parties: Sequence[str], seed: int) -> Iterator[Request]:
    """Requests of many; their ids are still to be given."""
    lots = Random(f"{seed} round tables")  # noqa: S311 - a fair is to be repeatable, not secret
    for _ in range(shape.round_tables):
        size = min(lots.randint(LEAST_ROUND, MOST_ROUND), len(parties))
        yield Request("", tuple((name,) for name in lots.sample(parties, size)), weight=2 * size)


def held_to(
    shape: Shape, requests: Sequence[Request], slots: Sequence[Slot], there: Presence, seed: int
) -> list[Request]:
    """Some requests required, limited to a block, fixed in a slot, or waiting for another; one of these each.

    Nobody is fixed in two meetings of one slot, and no more of them are fixed in it than half the tables.
    """
    lots = Random(f"{seed} held to")  # noqa: S311 - a fair is to be repeatable, not secret
    binding = _Binding(shape, slots, there, lots)
    found = []
    for request in requests:
        lot, held = lots.random(), request
        if lot < shape.fixed:
            held = binding.fixed(request)
        elif lot < shape.fixed + shape.halves:
            held = binding.limited(request)
        elif lot < shape.fixed + shape.halves + shape.after:
            held = binding.waiting(request)
        found.append(replace(held, required=lots.random() < shape.required))
        binding.noted(request)
    return found


class _Binding:
    """Remembers what is fixed where, and who has asked for what so far."""

    def __init__(self, shape: Shape, slots: Sequence[Slot], there: Presence, lots: Random) -> None:
        self.slots, self.there, self.lots = [slot.id for slot in slots], there, lots
        self.blocks = blocks_of(tuple(slots))
        self.most_fixed = max(1, shape.people // 8)
        self.engaged: dict[str, set[str]] = {slot: set() for slot in self.slots}
        self.fixed_in = dict.fromkeys(self.slots, 0)
        self.last: dict[str, str] = {}

    def _when_all_are_there(self, request: Request) -> list[str]:
        """The slots in which everybody who may attend is there."""
        everybody = [name for choice in request.attendees for name in choice]
        return [slot for slot in self.slots if all(slot in self.there[name] for name in everybody)]

    def fixed(self, request: Request) -> Request:
        everybody = {name for choice in request.attendees for name in choice}
        free = [
            slot
            for slot in self._when_all_are_there(request)
            if not everybody & self.engaged[slot] and self.fixed_in[slot] < self.most_fixed
        ]
        if not free:
            return request
        slot = self.lots.choice(free)
        self.engaged[slot] |= everybody
        self.fixed_in[slot] += 1
        return replace(request, at_slot=slot)

    def limited(self, request: Request) -> Request:
        common = set(self._when_all_are_there(request))
        roomy = [block for block in self.blocks if len(common.intersection(block)) >= LEAST_BLOCK]
        return replace(request, slots=self.lots.choice(roomy)) if roomy else request

    def waiting(self, request: Request) -> Request:
        """Only for an earlier one of the list, so that no circle arises."""
        earlier = self.last.get(request.attendees[0][0])
        return replace(request, after=(earlier,)) if earlier else request

    def noted(self, request: Request) -> None:
        self.last[request.attendees[0][0]] = request.id
