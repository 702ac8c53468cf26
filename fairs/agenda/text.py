"""An agenda as plain text: the body of a mail, readable in any program and aloud."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fairs import texts
from fairs.agenda import wording
from fairs.agenda.characters import one_line

if TYPE_CHECKING:
    from fairs.agenda.diff import Changes
    from fairs.agenda.values import Agenda


def agenda_text(agenda: Agenda) -> str:
    """The whole agenda."""
    return _render("print/agenda.txt", agenda, days=wording.by_day(agenda.entries, agenda.occasion))


def changes_text(agenda: Agenda, changes: Changes) -> str:
    """What is new, what moved and whence, what is off; the rest stays as it was."""
    return _render(
        "print/changes.txt", agenda, changes=changes, moves=zip(changes.moved, changes.before, strict=True)
    )


def _render(template: str, agenda: Agenda, **values: object) -> str:
    return texts.render(
        template,
        agenda.language,
        agenda=agenda,
        occasion=agenda.occasion,
        zone=agenda.occasion.zone,
        venue=wording.venue(agenda.occasion),
        as_of=wording.as_of(agenda.occasion, agenda.language),
        with_whom=partial(wording.with_whom, language=agenda.language),
        one_line=one_line,
        **values,
    )
