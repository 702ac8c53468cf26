"""What one person sees of another: decided here, and nowhere else.

The public directory, the pages of participants, agendas with their calendars and papers, and mails are all
made from these values; none of them reads a participant's row for somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.agenda.values import Partner
from fairs.texts import N_, translator

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from fairs.models import Listing, Organisation, Participant
    from fairs.models.organisation import Side
    from fairs.models.participant import State

GONE = N_("Somebody who left")


@dataclass(frozen=True)
class Shown:
    """An organisation as others see it."""

    id: uuid.UUID
    name: str
    family: str
    town: str = ""
    pitch: str = ""
    listings: tuple[Listing, ...] = ()

    def listed(self, side: Side) -> list[Listing]:
        """Its offers, or its needs."""
        return [listing for listing in self.listings if listing.side == side]


@dataclass(frozen=True)
class Face:
    """Somebody who takes part, as the others who take part see them."""

    id: uuid.UUID
    name: str
    role: str
    organisation: Shown
    takes_part: bool


@dataclass(frozen=True)
class Colleague:
    """Somebody of one's own organisation."""

    id: uuid.UUID
    name: str
    role: str
    state: State


def to_colleagues(person: Participant) -> Colleague:
    """Who comes for the same organisation, and whether they have a place; never an address."""
    return Colleague(person.id, person.name, person.role, person.state)


def to_everyone(people: Iterable[Participant]) -> list[Shown]:
    """The public directory: organisations that agreed to it, each once. Nobody's own name stands there."""
    agreed = (person for person in people if person.takes_part and person.listed)
    return list({person.organisation_id: _organisation(person.organisation) for person in agreed}.values())


def to_participants(person: Participant, language: str, *, briefly: bool = False) -> Face:
    """Whom one may wish to meet: name, rôle and what the organisation says; never an address.

    `briefly`: without offers and needs.
    """
    if person.state == "erased":
        nobody = Shown(person.organisation_id, said_of_gone(language), person.organisation.family)
        return Face(person.id, "", "", nobody, takes_part=False)
    organisation = _organisation(person.organisation, briefly=briefly)
    return Face(person.id, person.name, person.role, organisation, takes_part=person.takes_part)


def to_those_met(person: Participant, language: str) -> Partner:
    """In an agenda and its mails: the address too, where its owner agreed."""
    if person.state == "erased":
        return Partner(name=said_of_gone(language), organisation="")
    organisation = person.organisation
    return Partner(
        name=person.name,
        organisation=organisation.name,
        family=organisation.family,
        pitch=organisation.pitch,
        email=person.email if person.email_shown else "",
    )


def said_of_gone(language: str) -> str:
    """What stands in the place of a name that was erased."""
    return translator(language).gettext(GONE)


def _organisation(organisation: Organisation, *, briefly: bool = False) -> Shown:
    return Shown(
        organisation.id,
        organisation.name,
        organisation.family,
        organisation.town,
        organisation.pitch,
        () if briefly else tuple(organisation.listings),
    )
