"""What happened many times in a row, as one sentence of the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import ngettext

from fairs.organisers.chronicle import REMINDERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from fairs.queries.series import Series

TOGETHER: dict[str, Callable[[int], str]] = {
    "LetterAddressed": lambda number: ngettext(
        "%(num)d letter was addressed.", "%(num)d letters were addressed.", number
    ),
    "AgendaPublished": lambda number: ngettext(
        "%(num)d agenda is new or has changed.", "%(num)d agendas are new or have changed.", number
    ),
    "MoveAnnounced": lambda number: ngettext(
        "%(num)d person is told of the new date or place.",
        "%(num)d people are told of the new date or place.",
        number,
    ),
    "ReminderFellDue": lambda number: ngettext(
        "The time came to remind %(num)d person.", "The time came to remind %(num)d people.", number
    ),
    "MeetingDrewNear": lambda number: ngettext(
        "The time came to remind %(num)d person of a meeting.",
        "The time came to remind %(num)d people of a meeting.",
        number,
    ),
    "RegistrationApproved": lambda number: ngettext(
        "%(num)d registration was approved.", "%(num)d registrations were approved.", number
    ),
    "RegistrationReceived": lambda number: ngettext(
        "%(num)d person registered.", "%(num)d people registered.", number
    ),
    "PersonalLinkAsked": lambda number: ngettext(
        "The personal link was asked for again %(num)d time.",
        "The personal link was asked for again %(num)d times.",
        number,
    ),
    "MailBounced": lambda number: ngettext("%(num)d mail came back.", "%(num)d mails came back.", number),
    "WishesDeclared": lambda number: ngettext(
        "A wish was changed %(num)d time.", "Wishes were changed %(num)d times.", number
    ),
    "SchedulePlanned": lambda number: ngettext(
        "The grid was changed %(num)d time.", "The grid was changed %(num)d times.", number
    ),
}


def together(series: Series) -> str:
    """How often it happened; of reminders also which."""
    event = series.head.event
    sentence = TOGETHER[event.kind](series.count)
    reminder = REMINDERS.get(event.payload.get("reminder", ""))
    return f"{sentence.removesuffix('.')} ({reminder})." if reminder else sentence
