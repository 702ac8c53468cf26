"""Inviting those of an earlier edition again, with what is known of them filled in already."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from fairs import events
from fairs.domain import invitations
from fairs.domain.invitations import Guest
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Participant
from fairs.outbox import record
from fairs.queries import earlier as reads
from fairs.queries import families
from fairs.queries.people import folded

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Family, Invitation, Organisation
    from fairs.queries.earlier import Wanted

AGAIN_OF = "again_of"  # in what is filled in: the participant of the earlier edition


def reinvite(
    session: Session,
    edition: Edition,
    earlier: Edition,
    wanted: Wanted,
    words: str,
    expected: int,
    now: datetime,
    *,
    approves: bool,
) -> int:
    """Mail each of them a link of their own; returns how many. As many as were read about, or nobody.

    Pressed twice, it finds everybody invited already.
    """
    take_up(session, edition)
    if earlier.fair_id != edition.fair_id or not edition.registration_open(now):
        raise Refused("People can be invited again while registration for this edition is open.")
    reached = reads.reach(session, edition, earlier, wanted, now)
    if reached.people and len(reached.people) != expected:
        raise Refused("Meanwhile other people would be written to. Nothing was sent: look at it again.")
    places = {family.slug: family for family in families.of_edition(session, edition)}
    invited = [
        invitations.invite(session, edition, _guest(person, places, words, approves=approves), now)
        for person in reached.people
    ]
    sent = sum(invitation is not None for invitation in invited)
    if sent:
        record(session, events.PeopleReinvited(edition.id, earlier.id, sent), now)
    return sent


def _guest(person: Participant, places: dict[str, Family], words: str, *, approves: bool) -> Guest:
    organisation = person.organisation
    known: dict[str, Any] = {
        AGAIN_OF: str(person.id),
        "organisation": organisation.name,
        "legal_form": organisation.legal_form,
        "siret": organisation.siret,
        "town": organisation.town,
        "name": person.name,
        "role": person.role,
        "language": person.language,
    }
    return Guest(
        email=person.email,
        label=f"{organisation.name}, {person.name}",
        language=person.language,
        words=words,
        family=_family(person, places),
        approves=approves,
        filled_in={name: value for name, value in known.items() if value},
    )


def _family(person: Participant, places: dict[str, Family]) -> Family | None:
    """The one of the same name; else the first of its kind."""
    former = person.family
    if former is not None and former.slug in places:
        return places[former.slug]
    kind = former.kind if former is not None else person.organisation.family
    return next((family for family in places.values() if family.kind == kind), None)


def known_by(session: Session, invitation: Invitation) -> Participant | None:
    """Who was invited again by this: the participant of the earlier edition."""
    written = invitation.filled_in.get(AGAIN_OF)
    return session.get(Participant, uuid.UUID(written)) if written else None


def organisation_of(
    session: Session, invitation: Invitation | None, email: str, name: str
) -> Organisation | None:
    """For whom they came then, with its offers and needs.

    Only for whoever uses the link that was mailed to them, and comes for the same one: who changed employers
    begins anew.
    """
    person = known_by(session, invitation) if invitation is not None else None
    if person is None or person.email != email or folded(person.organisation.name) != folded(name.strip()):
        return None
    return person.organisation
