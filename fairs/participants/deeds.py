"""What organisers did for somebody, as that person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from flask_babel.speaklater import LazyString

    from fairs.queries.behalf import Deed

SENTENCES: dict[str, LazyString] = {
    "ProfileChanged": _l("%(who)s changed your profile for you."),
    "WishesDeclared": _l("%(who)s changed your wishes for you."),
    "AbsencesDeclared": _l("%(who)s noted for you when you cannot come."),
    "RemindersStopped": _l("%(who)s stopped your reminders for you."),
    "RemindersResumed": _l("%(who)s resumed your reminders for you."),
    "PersonalLinkReplaced": _l("%(who)s replaced your personal link."),
    "ParticipantWithdrew": _l("%(who)s withdrew your registration."),
}


def in_words(deeds: Iterable[Deed]) -> list[tuple[datetime, str]]:
    """Each with its instant."""
    somebody = str(_("An organiser"))
    return [(deed.at, str(SENTENCES[deed.kind]) % {"who": deed.by or somebody}) for deed in deeds]
