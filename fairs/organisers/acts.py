"""What the organiser should do next, in words: one act a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from fairs.queries.editions import NextAct


@dataclass(frozen=True)
class Act:
    """The next act: why, what the button says, and the page or deed behind it."""

    sentence: LazyString
    button: LazyString | None = None
    endpoint: str = ""
    post: bool = False  # a deed rather than a page


ACTS: dict[NextAct, Act] = {
    "open": Act(
        _l("Only organisers see this edition. Open it when its dates and words are right."),
        _l("Open to the public"),
        "organisers.open_edition",
        post=True,
    ),
    "wait_for_people": Act(
        _l("Nobody takes part yet. Send the address of the public page to those who should come."),
        _l("Look at the public page"),
        "public.edition",
    ),
    "approve": Act(
        _l("Registrations wait for you. People can declare wishes once they are approved."),
        _l("Look at who waits"),
        "organisers.people",
    ),
    "lay_out": Act(
        _l("The grid needs blocks of time and tables."),
        _l("Lay out the venue"),
        "organisers.venue",
    ),
    "close_wishes": Act(
        _l("Wishes are open. Close them when the grid is to be made; you can open them again."),
        _l("Close the wishes"),
        "organisers.close_wishes",
        post=True,
    ),
    "plan": Act(
        _l("Everything is there: wishes, people, slots and tables."),
        _l("Make the grid"),
        "organisers.plan",
    ),
    "look": Act(_l("A grid waits for you."), _l("Look at the grid"), "organisers.grid"),
    "publish": Act(
        _l("A grid waits as a draft. Nobody else sees it until you publish it."),
        _l("Look at the grid"),
        "organisers.grid",
    ),
    "published": Act(
        _l("The grid is out. Agendas, calendars and paper all say the same."),
        _l("Look at the grid"),
        "organisers.grid",
    ),
    "cancelled": Act(
        _l("This edition is cancelled. Everybody who came or follows was told."),
        _l("See what left the house"),
        "organisers.messages",
    ),
    "gather": Act(
        _l("People answer. Programme, messages and papers are what is left to prepare."),
        _l("Look at who comes"),
        "organisers.people",
    ),
    "over": Act(_l("This edition is over."), _l("Read the journal"), "organisers.journal"),
}
