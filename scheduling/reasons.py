"""The closed list of reasons why a request has no place; docs/reasons.md tells them to people.

Each sentence is a template for the details of an ``Unplaced``, so that it can be translated and filled in
again.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Reason(NamedTuple):
    """What a code means, and how it is said."""

    meaning: str
    sentence: str


REASONS = {
    "too_few_people": Reason(
        "The request asks for more attendees than there are different parties to choose from.",
        "It asks for %(seats)s attendees, more than there are different people to choose from.",
    ),
    "seats": Reason(
        "No table has a seat for each attendee.",
        "No table has seats for %(seats)s: %(people)s.",
    ),
    "needs": Reason(
        "No table with enough seats has what the attendees need.",
        "No table with %(seats)s seats has what %(people)s need: %(needs)s.",
    ),
    "booth": Reason(
        "An attendee's own table, where it would have to be held, lacks seats or what another needs.",
        "%(people)s would have to meet at table %(table)s, which lacks the seats or what they need.",
    ),
    "at_table": Reason(
        "The table at which the meeting is fixed does not suit it.",
        "It is fixed at table %(fixed)s, which does not suit %(people)s.",
    ),
    "avoid": Reason(
        "Two of the attendees must not meet.",
        "%(apart)s must not meet.",
    ),
    "no_common_slot": Reason(
        "The attendees are never there at the same time.",
        "%(people)s are never there at the same time.",
    ),
    "outside_limits": Reason(
        "The attendees are there together only outside the slots that the request allows.",
        "%(people)s are there together only at %(times)s, where the meeting may not stand.",
    ),
    "fixed_slot": Reason(
        "The meeting is fixed in a slot in which an attendee is away or the request may not stand.",
        "It is fixed at %(fixed)s, but %(people)s could hold it only at %(times)s.",
    ),
    "tables_closed": Reason(
        "Every suitable table is closed whenever the attendees are there.",
        "%(people)s could meet only at %(times)s, when every suitable table is closed.",
    ),
    "limit_reached": Reason(
        "An attendee already has as many meetings as they may have.",
        "%(full)s may have no more meetings: the limit is reached.",
    ),
    "waits": Reason(
        "A meeting that must be held earlier has no place.",
        "It must come after %(others)s, which has no place itself.",
    ),
    "order": Reason(
        "No slot is left after what must be held earlier and before what must be held later.",
        "No slot that %(people)s could use is left in the right order with %(others)s.",
    ),
    "busy_once": Reason(
        "The attendees are there together in one slot only, and one of them is in another meeting then.",
        "%(people)s could meet only at %(times)s, when %(busiest)s has another meeting.",
    ),
    "busy": Reason(
        "In every slot in which the attendees could meet, one of them is in another meeting.",
        "%(people)s could meet in %(number)s slots, but in each of them one has another meeting"
        " (%(busiest)s in %(taken)s of them).",
    ),
    "tables_full": Reason(
        "Whenever the attendees are free together, every suitable table is taken.",
        "%(people)s are free together only at %(times)s, when every suitable table is taken.",
    ),
    "fairness": Reason(
        "It fits only where breaks would then be shared too unevenly.",
        "%(people)s could meet at %(times)s, but breaks would then be shared too unevenly.",
    ),
}


def told(sentence: str, details: Mapping[str, str], join: Callable[[list[str]], str]) -> str:
    """A sentence of a reason, in whatever language, with its details; ``join`` makes one of several names."""
    return sentence % {name: join(value.split("\n")) for name, value in details.items()}
