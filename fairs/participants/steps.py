"""What to do now: the way from a registration to an agenda, and the one step that comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fairs.queries.participation import Participation


@dataclass(frozen=True)
class Step:
    """One step: what it is called, how far it is, what its button says."""

    endpoint: str
    name: str
    state: str
    done: bool
    button: str
    sentence: str


def steps(said: Participation, *, approved: bool) -> tuple[Step, ...]:
    """The steps that are a participant's own, in order; wishes wait for the approval."""
    return (_introduce_yourself(said), *((_choose(said), _say_when(said)) if approved else ()))


def next_step(way: Iterable[Step]) -> Step | None:
    """The first step that is not done."""
    return next((step for step in way if not step.done), None)


def _introduce_yourself(said: Participation) -> Step:
    return Step(
        "participants.profile",
        _("What you offer and need"),
        ngettext("one line", "%(num)d lines", said.listings) if said.listings else _("nothing said yet"),
        done=said.listings > 0,
        button=_("Say what you offer and need"),
        sentence=_("Others choose whom to meet by these lines. Two or three are enough."),
    )


def _choose(said: Participation) -> Step:
    return Step(
        "participants.find",
        _("Whom you wish to meet"),
        ngettext("one wish", "%(num)d wishes", said.wishes) if said.wishes else _("no wish yet"),
        done=said.wishes > 0,
        button=_("Choose whom to meet"),
        sentence=_(
            "Look through those who come, and say whom you wish to meet. A word why helps both of you."
        ),
    )


def _say_when(said: Participation) -> Step:
    if said.absences:
        state = _("not all the time")
    else:
        state = _("all the time") if said.said_when else _("not said yet")
    return Step(
        "participants.when",
        _("When you can come"),
        state,
        done=said.said_when,
        button=_("Say when you can come"),
        sentence=_("Your meetings are laid into the time in which you are there."),
    )
