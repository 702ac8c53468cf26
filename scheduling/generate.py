"""Lifelike fairs from a seed, for tests, benchmarks and first trials.

Organisations differ in popularity (lognormal) and belong to communities within which they mostly meet. Some
come late, some leave early, some miss a slot in between; a fair of two sides has exhibitors, who meet more,
and visitors. Whatever else occurs says ``Shape``. Each feature draws its own lots, so that adding one to a
shape leaves the others as they were. All names are invented.
"""

from dataclasses import replace
from itertools import product
from random import Random

from scheduling.generate_extras import held_to, mediated, round_tables
from scheduling.generate_names import FIRST_NAMES, LANGUAGES, delegates, organisations
from scheduling.generate_places import ACCESSIBLE, Demand, slots_of, tables_of
from scheduling.generate_shape import PRESETS, Shape
from scheduling.generate_wishes import Guest, exhibitors_of, wished
from scheduling.problem import Party, Problem, Request, Slot, Table

__all__ = ["PRESETS", "Shape", "generated"]

MOST_DELEGATES = 3
LEAST_WANTED = 0.6
"""What is left of the requests where somebody wants fewer."""


def generated(shape: Shape, seed: int = 1) -> Problem:
    """A fair without fault; the same shape and seed make the same one.

    >>> fair = generated(Shape(people=40, slots=10, meetings=6, demand=1.5), seed=3)
    >>> len(fair.parties), len(fair.slots), fair == generated(Shape(40, 10, 6, demand=1.5), seed=3)
    (40, 10, True)
    """
    slots = slots_of(shape)
    guests, parties = _guests(shape, slots, seed)
    apart = _apart(shape, seed)
    pairs = wished(shape, guests, apart, seed)
    mediators, languages = _mediators(shape, len(parties), seed)
    requests = _requests(shape, guests, parties, pairs, languages, seed)
    there = {party.id: frozenset(slot.id for slot in slots) - {*party.unavailable} for party in parties}
    there |= {party.id: frozenset(slot.id for slot in slots) for party in mediators}
    requests = held_to(shape, requests, slots, there, seed)
    booths = round(shape.booths * (exhibitors_of(shape) or shape.people))
    tables = tables_of(shape, slots, Demand(len(requests), booths), seed)
    return Problem(
        slots=slots,
        tables=tables,
        parties=(*_settled(shape, guests, parties, requests, tables[:booths], seed), *mediators),
        requests=tuple(requests),
        name=f"Generated {shape.people}x{shape.slots}, demand {shape.demand}, seed {seed}",
        avoid=tuple(
            (parties[one].id, parties[other].id)
            for pair in sorted(apart)
            for one, other in product(*(guests[n].people for n in pair))
        ),
        max_break_spread=shape.fairness,
    )


def _guests(shape: Shape, slots: tuple[Slot, ...], seed: int) -> tuple[list[Guest], list[Party]]:
    """The organisations, and their people with names and absences."""
    lots = Random(f"{seed} guests")  # noqa: S311 - a fair is to be repeatable, not secret
    ids = [slot.id for slot in slots]
    guests: list[Guest] = []
    parties: list[Party] = []
    for name in organisations(shape.people, lots):
        number = lots.randint(2, MOST_DELEGATES) if lots.random() < shape.delegates else 1
        names = delegates(name, number, lots) if number > 1 else [name]
        people, present = range(len(parties), len(parties) + number), 0
        for place, called in zip(people, names, strict=True):
            away = _absence(shape, len(slots), lots)
            present |= ((1 << len(slots)) - 1) & ~sum(1 << slot for slot in away)
            parties.append(Party(f"p{place + 1:03}", called, tuple(ids[slot] for slot in away)))
        guests.append(Guest(tuple(people), present))
    return guests, parties


def _absence(shape: Shape, slots: int, lots: Random) -> list[int]:
    """The slots that somebody misses: the first, the last, or one or two; never all."""
    lot, quarter = lots.random(), min(lots.randint(1, max(1, slots // 4)), slots - 1)
    if lot < shape.late:
        return list(range(quarter))
    if lot < shape.late + shape.early:
        return list(range(slots - quarter, slots))
    if lot < shape.late + shape.early + shape.holes:
        return sorted(lots.sample(range(slots), min(lots.randint(1, 2), slots - 1)))
    return []


def _apart(shape: Shape, seed: int) -> set[tuple[int, int]]:
    """Pairs of organisations that must not meet: competitors, or two of one house."""
    lots = Random(f"{seed} apart")  # noqa: S311 - a fair is to be repeatable, not secret
    drawn = (sorted(lots.sample(range(shape.people), 2)) for _ in range(round(shape.people * shape.avoid)))
    return {(one, other) for one, other in drawn}


def _mediators(shape: Shape, people: int, seed: int) -> tuple[list[Party], list[tuple[str, ...]]]:
    """Who helps others to talk, and those who speak the same language together."""
    lots = Random(f"{seed} mediators")  # noqa: S311 - a fair is to be repeatable, not secret
    parties: list[Party] = []
    languages: dict[str, list[str]] = {}
    for n in range(shape.mediators):
        language = LANGUAGES[n % len(LANGUAGES)]
        parties.append(Party(f"p{people + n + 1:03}", f"{lots.choice(FIRST_NAMES)}, interprète ({language})"))
        languages.setdefault(language, []).append(parties[-1].id)
    return parties, [tuple(names) for names in languages.values()]


def _requests(
    shape: Shape,
    guests: list[Guest],
    parties: list[Party],
    pairs: list[tuple[tuple[int, int], int]],
    languages: list[tuple[str, ...]],
    seed: int,
) -> list[Request]:
    """The wishes as requests, the heaviest first, then the round tables."""
    ids = [tuple(parties[place].id for place in guest.people) for guest in guests]
    drafts = [Request("", (ids[one], ids[other]), weight) for (one, other), weight in pairs]
    drafts = mediated(shape, drafts, languages, seed)
    drafts += round_tables(shape, [names[0] for names in ids], seed)
    return [replace(draft, id=f"r{n + 1:04}") for n, draft in enumerate(drafts)]


def _settled(
    shape: Shape,
    guests: list[Guest],
    parties: list[Party],
    requests: list[Request],
    booths: tuple[Table, ...],
    seed: int,
) -> list[Party]:
    """The people with their booths, needs and limits."""
    lots = Random(f"{seed} settled")  # noqa: S311 - a fair is to be repeatable, not secret
    asked = dict.fromkeys((party.id for party in parties), 0)
    for request in requests:
        for choice in request.attendees:
            asked.update((name, asked[name] + 1) for name in choice if len(choice) == 1 and name in asked)
    found = []
    for guest, table in zip(guests, [*(booth.id for booth in booths), *[None] * len(guests)], strict=False):
        for place in guest.people:
            wanted, need, limit, promise = (lots.random() for _ in range(4))
            party = parties[place]
            number = asked[party.id]
            few = max(1, round(number * (LEAST_WANTED + wanted * (1 - LEAST_WANTED))))
            found.append(
                replace(
                    party,
                    table=table,
                    needs=(ACCESSIBLE,) if need < shape.needs else (),
                    max_meetings=few if number and limit < shape.limits else None,
                    min_meetings=number // 3 if promise < shape.promised and limit >= shape.limits else 0,
                )
            )
    return found
