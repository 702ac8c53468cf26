"""Ids that occur twice, and references to what is not there."""

from collections.abc import Iterable, Iterator, Sequence

from scheduling.fault_list import fault, quoted
from scheduling.problem import Fault, Party, Problem, Request, Slot, Table

MISSING = {
    "slot": "There is no slot %(name)s; name one of the list of slots.",
    "table": "There is no table %(name)s; name one of the list of tables.",
    "party": "There is no party %(name)s; name one of the list of parties.",
    "request": "There is no request %(name)s; name one of the list of requests.",
}


class Known:
    """The ids that references may name, of each kind."""

    def __init__(self, problem: Problem) -> None:
        self.ids: dict[str, set[str]] = {
            "slot": {slot.id for slot in problem.slots},
            "table": {table.id for table in problem.tables},
            "party": {party.id for party in problem.parties},
            "request": {request.id for request in problem.requests},
        }

    @staticmethod
    def missing(kind: str, pointer: str, name: str) -> Fault:
        """That there is nothing of this name."""
        return fault(pointer, MISSING[kind], name=quoted(name))


def unknown(kind: str, pointer: str, names: Iterable[str], known: Known) -> Iterator[Fault]:
    """Names in a list that nothing has."""
    ids = known.ids[kind]
    for place, name in enumerate(names):
        if name not in ids:
            yield known.missing(kind, f"{pointer}/{place}", name)


def doubled_ids(kind: str, things: Sequence[Slot | Table | Party | Request]) -> Iterator[Fault]:
    """Ids that are empty, or taken already."""
    first: dict[str, int] = {}
    for place, thing in enumerate(things):
        pointer = f"/{kind}/{place}/id"
        if not thing.id:
            yield fault(pointer, "The id is empty; give it one that nothing else in this list has.")
        elif first.setdefault(thing.id, place) != place:
            sentence = "The id %(name)s is already taken by %(first)s; change one."
            yield fault(pointer, sentence, name=quoted(thing.id), first=f"/{kind}/{first[thing.id]}")
