"""Words of the program that organisers read: states, phases, kinds of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from fairs.models import Edition
    from fairs.models.fair import Phase
    from fairs.models.outbox import DeliveryState
    from fairs.models.participant import State
    from fairs.queries.despatches import Became

PHASES: dict[Phase, LazyString] = {
    "draft": _l("Draft"),
    "registration": _l("Registration"),
    "wishes": _l("Wishes"),
    "planning": _l("Planning"),
    "published": _l("Published"),
    "live": _l("Under way"),
    "after": _l("Afterwards"),
}

OF_MEETINGS: frozenset[Phase] = frozenset({"wishes", "planning", "published"})


def phases_of(edition: Edition) -> dict[Phase, LazyString]:
    """Those through which an edition goes: an evening without meetings knows no wishes and no grid."""
    return {key: words for key, words in PHASES.items() if edition.has_meetings or key not in OF_MEETINGS}


STATES: dict[State, LazyString] = {  # in the order in which the organiser has to look at them
    "confirmed": _l("waits for you"),
    "offered": _l("has a place on offer"),
    "waitlisted": _l("on the waiting list"),
    "approved": _l("approved"),
    "received": _l("address not confirmed"),
    "declined": _l("declined"),
    "withdrawn": _l("withdrawn"),
}

DELIVERY_STATES: dict[DeliveryState, LazyString] = {
    "dead": _l("given up"),
    "todo": _l("waiting"),
    "doing": _l("under way"),
    "done": _l("done"),
    "cancelled": _l("cancelled"),
}

BECAME: dict[Became, LazyString] = {
    **DELIVERY_STATES,  # type: ignore[dict-item] # its keys are among these
    "bounced": _l("came back"),
    "unsent": _l("no longer needed"),
}
