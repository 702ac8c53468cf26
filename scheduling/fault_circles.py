"""Circles among requests that wait for each other: enough of them that breaking each leaves none."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scheduling.problem import Request

MOST_NAMED = 4


class Circle(NamedTuple):
    """Where a request names one that in turn waits for it."""

    request: int
    """Its place, and that of the entry in its ``after`` which closes the circle."""
    entry: int
    names: tuple[str, ...]
    """The first ids of the circle, each waiting for the next; the request's own would be the last."""
    length: int


def circles(requests: Sequence[Request]) -> Iterator[Circle]:
    """Every entry of an ``after`` that leads back, as a walk in depth finds them, each with one circle.

    Every circle holds such an entry, so without these entries none is left. Entries of unknown requests
    lead nowhere. The walk takes a step for each entry.
    """
    places = {request.id: place for place, request in enumerate(requests)}
    done: set[int] = set()
    for root, request in enumerate(requests):
        if request.after and root not in done:
            yield from _from(root, requests, places, done)


def _from(root: int, requests: Sequence[Request], places: dict[str, int], done: set[int]) -> Iterator[Circle]:
    """Walk from one request; ``depth`` says how far along the present way each request on it stands."""
    depth = {root: 0}
    way, ahead = [root], [iter(enumerate(requests[root].after))]
    while way:
        here = way[-1]
        entry, name = next(ahead[-1], (-1, ""))
        there = places.get(name, -1)
        if entry < 0:
            done.add(here)
            del depth[here]
            way.pop()
            ahead.pop()
        elif there in depth:
            begin = depth[there]
            names = tuple(requests[place].id for place in way[begin : begin + MOST_NAMED])
            yield Circle(here, entry, names, len(way) - begin)
        elif there >= 0 and there not in done:
            depth[there] = len(way)
            way.append(there)
            ahead.append(iter(enumerate(requests[there].after)))
