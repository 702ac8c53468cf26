"""Who takes part."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from fairs.errors import NotFound
from fairs.models import Organisation, Participant
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.models.participant import State


def of_edition(
    session: Session, edition: Edition, state: State | None = None, search: str = ""
) -> list[Participant]:
    """The registrations of an edition, the newest first."""
    statement = _people(edition).order_by(Participant.registered_at.desc(), Participant.id)
    if state is not None:
        statement = statement.where(Participant.state == state)
    return _found(session.scalars(statement), search)


def taking_part(session: Session, edition: Edition, search: str = "", family: str = "") -> list[Participant]:
    """Those whom participants can wish to meet, by organisation."""
    statement = _people(edition).where(Participant.state == "approved")
    if family:
        statement = statement.where(Organisation.family == family)
    people = _found(session.scalars(statement), search)
    return sorted(
        people, key=lambda person: (folded(person.organisation.name), folded(person.name), person.id)
    )


def directory(session: Session, edition: Edition, search: str = "", family: str = "") -> list[Participant]:
    """Those who agreed that everyone may read that they come."""
    return [person for person in taking_part(session, edition, search, family) if person.listed]


def by_id(session: Session, edition: Edition, written: str) -> Participant:
    """A participant of an edition by what stands in an address. Raises NotFound."""
    person = session.scalar(_people(edition).where(Participant.id == written_id(written)))
    if person is None:
        raise NotFound("This participant is not there, or no longer takes part.")
    return person


def folded(text: str) -> str:
    """A text as people search and sort it: without case and accents."""
    return "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    ).casefold()


def _people(edition: Edition) -> Select[Participant]:
    return (
        select(Participant)
        .join(Participant.organisation)
        .where(Participant.edition_id == edition.id)
        .options(joinedload(Participant.organisation).selectinload(Organisation.listings))
        .options(selectinload(Participant.absences))
    )


def _found(people: Iterable[Participant], search: str) -> list[Participant]:
    wanted = folded(search).split()
    return [person for person in people if all(word in _words(person) for word in wanted)]


def _words(person: Participant) -> str:
    organisation = person.organisation
    listed = (listing.text for listing in organisation.listings)
    return folded(
        " ".join(
            [person.name, person.role, organisation.name, organisation.town, organisation.pitch, *listed]
        )
    )
