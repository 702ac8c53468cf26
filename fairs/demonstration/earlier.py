"""What came before: last year's edition, whose people can be invited again, and what is known twice since.

An organisation of this year brings a second person along.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from fairs.demonstration import reading
from fairs.domain.families import lay_out
from fairs.models import Edition, EditionText

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Organisation, Participant

WEEKS = timedelta(weeks=52)  # the same day of the week
BEFORE = timedelta(weeks=5)  # when people registered


class Register(Protocol):
    """Writes down somebody who registered."""

    def __call__(
        self,
        session: Session,
        edition: Edition,
        organisation: Organisation,
        person: reading.Person,
        state: reading.State,
        registered_at: datetime,
    ) -> Participant:
        """The participant, in the state that was said."""


def remember(
    session: Session,
    salon: Edition,
    people: dict[str, Participant],
    write: Callable[[reading.Organisation, datetime], Organisation],
    register: Register,
) -> Edition:
    """Write last year's edition down, with those who came and those who could not."""
    earlier = reading.read_earlier()
    edition = _last_year(session, salon)
    began = edition.starts_at - BEFORE
    for hours, key in enumerate(earlier.came):
        known = people[key]
        same = reading.Person(known.name, known.role, known.email, known.language, "approved", ())
        register(session, edition, known.organisation, same, "approved", began + timedelta(hours=7 * hours))
    for hours, organisation in enumerate(earlier.organisations):
        at = began + timedelta(days=2, hours=5 * hours)
        state = organisation.person.state
        person = register(session, edition, write(organisation, at), organisation.person, state, at)
        person.left_at = at + 2 * BEFORE / 3 if state == "withdrawn" else None
    return edition


def bring_colleague(session: Session, people: dict[str, Participant], register: Register) -> Participant:
    """A second person of an organisation of this year."""
    earlier = reading.read_earlier()
    first = people[earlier.brings]
    at = first.registered_at + timedelta(days=1, hours=3)
    second = register(session, first.edition, first.organisation, earlier.colleague, "approved", at)
    second.guest_of_id = first.id
    return second


def _last_year(session: Session, salon: Edition) -> Edition:
    copied = ("timezone", "venue", "address", "contact_name", "contact_email")
    said = ("language", "title", "summary", "who_comes", "how_it_works", "programme")
    starts_at, ends_at = salon.starts_at - WEEKS, salon.ends_at - WEEKS
    edition = Edition(
        fair=salon.fair,
        slug=f"{salon.fair.slug}-{starts_at:%Y-%m}",
        starts_at=starts_at,
        ends_at=ends_at,
        opened_at=starts_at - 2 * BEFORE,
        registration_closed_at=starts_at - timedelta(days=7),
        wishes_closed_at=starts_at - timedelta(days=4),
        texts=[EditionText(**{name: getattr(text, name) for name in said}) for text in salon.texts],
        **{name: getattr(salon, name) for name in copied},
    )
    session.add(edition)
    session.flush()
    lay_out(session, edition)
    session.flush()
    return edition
