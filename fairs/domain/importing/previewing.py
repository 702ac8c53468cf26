"""What would follow if a sheet were carried out now: shown before anybody presses the button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.domain.importing.carrying_out import Known
from fairs.domain.importing.checking import look_over
from fairs.domain.importing.receiving import rows_of
from fairs.domain.importing.seating import Forecast, forecast
from fairs.models import Edition
from fairs.queries import families, imports

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.domain.importing.lines import Complaint, Person
    from fairs.models import Participant, PeopleImport


@dataclass(frozen=True)
class Alike:
    """Lines whose people most likely belong to one organisation."""

    name: str
    lines: tuple[int, ...]
    there: bool  # whether it takes part already


@dataclass(frozen=True)
class Preview:
    """What a sheet comes to."""

    newcomers: tuple[Person, ...]
    known: tuple[tuple[Person, Participant], ...]  # registered already
    doubles: tuple[tuple[int, int], ...]  # a line, and the one that counts instead
    alike: tuple[Alike, ...]
    complaints: tuple[Complaint, ...]
    faulty: tuple[tuple[int, tuple[str, ...]], ...]
    places: Forecast


def preview(session: Session, sheet: PeopleImport, now: datetime, language: str = "") -> Preview:
    """Look a sheet over, and at what is there already. Nothing is changed."""
    edition = session.get_one(Edition, sheet.edition_id)
    looked = look_over(session, sheet, rows_of(sheet), language)
    people = [person for person in looked.people if person.line not in looked.doubles]
    there = imports.registered(session, edition, [person.email for person in people])
    newcomers = tuple(person for person in people if person.email not in there)
    return Preview(
        newcomers=newcomers,
        known=tuple((person, there[person.email]) for person in people if person.email in there),
        doubles=tuple(sorted(looked.doubles.items())),
        alike=_alike(newcomers, Known.of_edition(session, edition)),
        complaints=looked.complaints,
        faulty=looked.faulty,
        places=_places(session, sheet, edition, newcomers, now),
    )


def _places(
    session: Session, sheet: PeopleImport, edition: Edition, newcomers: Sequence[Person], now: datetime
) -> Forecast:
    if sheet.choices.get("admits") == "ask":
        return Forecast()
    wanted = [person.family for person in newcomers]
    return forecast(edition, families.of_edition(session, edition), wanted, now)


def _alike(newcomers: Sequence[Person], known: Known) -> tuple[Alike, ...]:
    """Organisations that several lines name, or that are there already."""
    groups: dict[Hashable, list[Person]] = {}
    for person in newcomers:
        groups.setdefault(known.find(person) or person.belongs_to, []).append(person)
    there = set(known.ids.values())
    return tuple(
        Alike(people[0].organisation, tuple(person.line for person in people), key in there)
        for key, people in groups.items()
        if key in there or len(people) > 1
    )
