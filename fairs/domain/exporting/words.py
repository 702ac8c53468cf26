"""What stands in cells: the words of the program in the reader's language, times as the place has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fairs import texts
from fairs.texts import N_

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from fairs.models import Edition, Participant

STATES = {
    "received": N_("address not confirmed"),
    "confirmed": N_("waits for you"),
    "waitlisted": N_("on the waiting list"),
    "offered": N_("has a place on offer"),
    "approved": N_("approved"),
    "declined": N_("declined"),
    "withdrawn": N_("withdrawn"),
    "erased": N_("erased"),
}
LEVELS = {"must": N_("Must"), "would": N_("Gladly"), "open": N_("Why not"), "never": N_("Never")}
ANSWERS = {"yes": N_("Yes, I come"), "maybe": N_("Maybe"), "no": N_("No")}
KINDS = {"talk": N_("Talk"), "workshop": N_("Workshop"), "round_table": N_("Round table")}
COOPERATIONS = {
    "activity": N_("Business"),
    "public": N_("A public"),
    "flow": N_("Material"),
    "skill": N_("Skill"),
}
WAITING = {
    "no_place": N_("all places of the edition are taken"),
    "no_place_in_family": N_("all places of this family are taken; others are passed on before"),
    "not_enough_for_guests": N_("there are too few places for all the guests; others are passed on before"),
    "too_late": N_("the edition has begun: no more places are given by the list"),
    "cancelled": N_("the edition is cancelled"),
}
YES, NO = N_("Yes"), N_("No")


@dataclass(frozen=True)
class Words:
    """For whom tables are written, and where the edition takes place."""

    edition: Edition
    language: str

    @cached_property
    def say(self) -> Callable[[str], str]:
        """A word of the program in the reader's language."""
        return texts.translator(self.language).gettext

    @cached_property
    def zone(self) -> ZoneInfo:
        """Of the edition."""
        return ZoneInfo(self.edition.timezone)

    def heads(self, *words: str) -> tuple[str, ...]:
        """Names of columns."""
        return tuple(map(self.say, words))

    def at(self, instant: datetime | None) -> datetime | None:
        """As clocks show it there."""
        return None if instant is None else instant.astimezone(self.zone)

    def yes(self, said: bool | None) -> str:
        """Yes or no; nothing where nothing is known."""
        return "" if said is None else self.say(YES if said else NO)

    def of(self, words: dict[str, str], key: str) -> str:
        """One of a list of words; the key where there is none."""
        return self.say(words[key]) if key in words else key

    def family(self, person: Participant) -> str:
        """A family by its name."""
        return person.family.name(self.language) if person.family else ""


def who(person: Participant) -> tuple[str, str, str]:
    """Somebody, in three cells."""
    return person.organisation.name, person.name, person.email


WHO = (N_("Organisation"), N_("Name"), N_("E-mail address"))
