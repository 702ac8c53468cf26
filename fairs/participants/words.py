"""Words of the program that participants read: levels of wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from fairs.web.person import current_edition

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from fairs.domain.profiles import Reminders
    from fairs.models.participant import Level, State

LEVELS: dict[Level, LazyString] = {
    "must": _l("Must"),
    "would": _l("Gladly"),
    "open": _l("Why not"),
    "never": _l("Never"),
}

LEVELS_EXPLAINED: dict[Level, LazyString] = {
    "must": _l("comes before everything else"),
    "would": _l("you would like to meet them"),
    "open": _l("fine, if there is room"),
    "never": _l("you will not sit at one table; nobody is told"),
}

REMINDERS: dict[Reminders, LazyString] = {
    "none": _l("None"),
    "dates": _l("Before wishes close, two days before we meet and the evening before"),
    "meetings": _l("The same, and a mail ten minutes before each of my meetings"),
}

WITHOUT_MEETINGS: dict[Reminders, LazyString] = {
    "none": _l("None"),
    "dates": _l("Two days before we meet and the evening before"),
}


def reminders() -> dict[str, str]:
    """What can be chosen where reminders are asked for."""
    known = REMINDERS if current_edition().has_meetings else WITHOUT_MEETINGS
    return {key: str(words) for key, words in known.items()}


STANDING: dict[State, LazyString] = {
    "received": _l("has not confirmed the address yet"),
    "confirmed": _l("waits for the organiser"),
    "waitlisted": _l("waits for a place"),
    "offered": _l("has a place on offer"),
    "approved": _l("takes part"),
}
