"""Demands that clash, in sentences with names and times.

Each sentence is a template for named details, several names in one detail on lines of their own, so that
another language can fill its own templates from ``details`` (as ``scheduling.reasons.told`` does).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from scheduling.claims import Claim
from scheduling.demands import Demand
from scheduling.index import Index
from scheduling.problem import Problem, Request
from scheduling.reasons import told
from scheduling.words import joined, listed, time_of

NO_TIME = "–"
"""What stands for the times of a request that may stand nowhere."""
MOST_TOLD = 24
"""Of demands of one kind, as many are named in a sentence; a solution names all."""


class Kind(NamedTuple):
    """How a demand is said, how one of several is named, and how several are said."""

    sentence: str
    item: str
    several: str


SENTENCES = {
    "required": Kind(
        "The meeting %(request)s of %(people)s is required.",
        "%(request)s of %(people)s",
        "These meetings are required: %(each)s.",
    ),
    "promise": Kind(
        "Meetings promised to %(party)s: at least %(number)s.",
        "%(party)s at least %(number)s",
        "These are promised meetings: %(each)s.",
    ),
    "limit": Kind(
        "Meetings allowed to %(party)s: at most %(number)s.",
        "%(party)s at most %(number)s",
        "These have a limit of meetings: %(each)s.",
    ),
    "fixed": Kind(
        "%(request)s is fixed at %(place)s.",
        "%(request)s at %(place)s",
        "These meetings are fixed: %(each)s.",
    ),
    "window": Kind(
        "%(request)s may stand only at %(times)s.",
        "%(request)s at %(times)s",
        "These meetings may stand only at certain times: %(each)s.",
    ),
    "after": Kind(
        "%(request)s must come after %(earlier)s.",
        "%(request)s after %(earlier)s",
        "These meetings must come after others: %(each)s.",
    ),
    "unavailable": Kind(
        "%(party)s is away at %(times)s.",
        "%(party)s at %(times)s",
        "These are away: %(each)s.",
    ),
    "avoid": Kind(
        "%(party)s and %(other)s must not meet.",
        "%(party)s and %(other)s",
        "These must not meet: %(each)s.",
    ),
    "booth": Kind(
        "%(party)s meets at its own table %(table)s.",
        "%(party)s at %(table)s",
        "These meet at tables of their own: %(each)s.",
    ),
    "needs": Kind(
        "%(party)s needs a table with %(needs)s.",
        "%(party)s %(needs)s",
        "These need something of their table: %(each)s.",
    ),
    "closed": Kind(
        "Table %(table)s is closed at %(times)s.",
        "%(table)s at %(times)s",
        "These tables are closed: %(each)s.",
    ),
    "fairness": Kind(
        "Nobody may have more than %(number)s breaks more than somebody else.",
        "%(number)s",
        "Nobody may have more than %(each)s breaks more than somebody else.",
    ),
}
"""For each kind of demand."""

CLAIMS = {
    "nowhere": "That leaves no place for %(requests)s.",
    "limit": "Meetings that %(party)s would have: %(number)s.",
    "party": "%(party)s would have %(number)s meetings, but has time for %(room)s: %(times)s.",
    "tables": "That makes %(number)s meetings where there is room for %(room)s: %(tables)s at %(times)s.",
    "promise": "Meetings that %(party)s can have: at most %(room)s.",
}
"""For each kind of count."""

CLASH = "These %(number)s demands clash: %(demands)s Giving up any one of them makes a schedule possible."
ALONE = "This cannot be met: %(demands)s Giving it up makes a schedule possible."
PERHAPS = (
    "Among these %(number)s demands some clash: %(demands)s There was no time to find out which can stay."
)
UNKNOWN = (
    "What is asked for cannot be held together; which demands clash was not found out in the time allowed."
)

Translate = Callable[[str], str]
Join = Callable[[list[str]], str]


def sentence_of(
    problem: Problem,
    demands: Sequence[Demand],
    claim: Claim | None = None,
    *,
    minimal: bool = True,
    translate: Translate = str,
    join: Join = joined,
) -> str:
    """All of it: the demands, what a count makes of them, and what giving one up would bring.

    ``translate`` gives the template of another language, ``join`` makes one text of several names.
    """
    if not demands:
        return translate(UNKNOWN)
    said = _each_kind(problem, demands, translate, join)
    if claim is not None:
        said.append(said_of_claim(problem, claim, translate, join))
    whole = PERHAPS if not minimal else CLASH if len(demands) > 1 else ALONE
    return translate(whole) % {"number": len(demands), "demands": " ".join(said)}


def said_alone(problem: Problem, demand: Demand, translate: Translate = str, join: Join = joined) -> str:
    """One demand in a sentence."""
    return told(translate(SENTENCES[demand.kind].sentence), details(Index(problem), demand), join)


def said_of_claim(problem: Problem, claim: Claim, translate: Translate = str, join: Join = joined) -> str:
    """A count in a sentence."""
    return told(translate(CLAIMS[claim.kind]), _of_claim(problem, claim), join)


def _each_kind(problem: Problem, demands: Sequence[Demand], translate: Translate, join: Join) -> list[str]:
    index = Index(problem)
    introduced = {demand.names for demand in demands if demand.kind == "required"}
    found = []
    for kind, words in SENTENCES.items():
        mine = [details(index, demand) for demand in demands if demand.kind == kind]
        for one in mine:
            if "people" in one and kind != "required" and (one["request"],) not in introduced:
                one["request"] = f"{one['request']} ({', '.join(one['people'].split(chr(10)))})"
        if len(mine) == 1:
            found.append(told(translate(words.sentence), mine[0], join))
        elif mine:
            items = [told(translate(words.item), one, join) for one in mine[:MOST_TOLD]]
            more = ["…"] if len(mine) > MOST_TOLD else []
            found.append(translate(words.several) % {"each": "; ".join(items + more)})
    return found


def details(index: Index, demand: Demand) -> dict[str, str]:
    """What fills the templates of a demand: several names in one detail stand on lines of their own."""
    problem, names = index.problem, demand.names
    if demand.kind == "fairness":
        return {"number": str(problem.max_break_spread)}
    if demand.kind == "closed":
        table = problem.tables[index.table[names[0]]]
        return {"table": table.id, "times": _times(index, table.closed)}
    if demand.kind in ("required", "fixed", "window", "after"):
        return _of_request(index, problem.requests[index.request[names[0]]], names)
    parties = [problem.parties[index.party[name]] for name in names]
    number = parties[0].min_meetings if demand.kind == "promise" else parties[0].max_meetings
    return {
        "party": parties[0].label,
        "other": parties[-1].label,
        "number": str(number),
        "times": _times(index, parties[0].unavailable),
        "table": parties[0].table or "",
        "needs": listed(parties[0].needs),
    }


def _of_request(index: Index, request: Request, names: tuple[str, ...]) -> dict[str, str]:
    people = [[index.problem.parties[index.party[name]].label for name in who] for who in request.attendees]
    fixed = [] if request.at_slot is None else [time_of(index, index.slot[request.at_slot])]
    return {
        "request": request.id,
        "earlier": names[-1],
        "people": listed(" / ".join(who) for who in people),
        "times": _times(index, request.slots or ()) or NO_TIME,
        "place": " ".join([*fixed, *([request.at_table] if request.at_table else [])]),
    }


def _of_claim(problem: Problem, claim: Claim) -> dict[str, str]:
    index = Index(problem)
    slots = [index.slot[name] for name in claim.slots]
    tables = [index.open[index.table[name]] for name in claim.tables]
    room = len(slots)
    if claim.kind == "tables":
        room = sum(opening >> slot & 1 for opening in tables for slot in slots)
    if claim.kind == "promise":
        room += len(claim.requests)
    return {
        "party": problem.parties[index.party[claim.party]].label if claim.party else "",
        "number": str(len(claim.requests)),
        "room": str(room),
        "requests": listed(claim.requests),
        "times": _times(index, claim.slots),
        "tables": listed(claim.tables),
    }


def _times(index: Index, slots: Sequence[str]) -> str:
    return listed(time_of(index, place) for place in sorted(index.slot[name] for name in slots))
