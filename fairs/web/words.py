"""Words of the program that everyone reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from fairs.models.activity import ActivityKind
    from fairs.models.intention import Says
    from fairs.models.organisation import Cooperation

COOPERATIONS: dict[Cooperation, LazyString] = {
    "activity": _l("Business"),
    "public": _l("A public"),
    "flow": _l("Material"),
    "skill": _l("Skill"),
}

ANSWERS: dict[Says, LazyString] = {
    "yes": _l("Yes, I come"),
    "maybe": _l("Maybe"),
    "no": _l("No"),
}
ACTIVITIES: dict[ActivityKind, LazyString] = {
    "talk": _l("Talk"),
    "workshop": _l("Workshop"),
    "round_table": _l("Round table"),
}
