"""Writes the demonstration down as rows, as if people had been registering for three weeks.

Events are recorded at their times but nothing follows from them: the session given here is a plain one, so
no mail leaves for what is only told.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from fairs import events
from fairs.demonstration import asking, earlier, gathering, lists, privacy, reading, team
from fairs.domain import families, seats
from fairs.models import (
    Absence,
    Account,
    Block,
    Edition,
    EditionText,
    Fair,
    Interest,
    Listing,
    Organisation,
    Participant,
    Table,
)
from fairs.outbox import ACTOR, VISITOR, record
from fairs.queries.families import by_slug

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time

    from sqlalchemy.orm import Session

THURSDAY = 3
DAYS_AHEAD = 18  # the fair is this far away at least
CONSENT = "Mon organisation peut figurer dans l'annuaire public de cette édition."


def is_filled(session: Session) -> bool:
    """Whether anything stands in this database already."""
    return session.scalar(select(Fair.id).limit(1)) is not None


def fill(session: Session, now: datetime) -> None:
    """Write the network, its fair with everybody's wishes, and its meetup."""
    network, salon, meetup = reading.read_network(), reading.read_salon(), reading.read_meetup()
    fair_day = thursday_after(now.date() + timedelta(days=DAYS_AHEAD))
    opened_at = now - timedelta(days=21)
    salon_edition = _edition(session, network, salon, fair_day, opened_at)
    salon_edition.registration_closes_at = salon_edition.starts_at - timedelta(days=7)
    salon_edition.wishes_close_at = salon_edition.starts_at - timedelta(days=4)
    meetup_day = thursday_after(now.date() + timedelta(days=9))
    meetup_edition = _edition(session, network, meetup, meetup_day, opened_at)
    meetup_edition.approves_itself = True
    team.gather(session, network, [salon_edition.fair, meetup_edition.fair], opened_at)
    _room(session, salon, salon_edition, fair_day)
    people = _register(session, salon.organisations, salon_edition, opened_at, now)
    asking.answer(session, asking.ask(session, salon_edition, salon.questions), people.values())
    _wish(session, salon.interests, people, now)
    _absent(session, salon, people, fair_day)
    coming = _come_to_meetup(session, meetup, people, meetup_edition, now)
    gathering.gather(session, meetup_edition, coming, salon_edition, people, now)
    team.invite(session, salon_edition, now)
    team.stand_in(session, people[salon.organisations[0].key], now)
    earlier.bring_colleague(session, people, _participant)
    lists.send(session, salon_edition, list(people.values())[:6], now)
    last_year = earlier.remember(session, salon_edition, people, _written, _participant)
    privacy.promise(session, salon_edition, last_year)
    for edition in (last_year, salon_edition, meetup_edition):
        privacy.agree(session, edition, now)
    session.flush()


def thursday_after(day: date) -> date:
    """The first Thursday on or after a day."""
    return day + timedelta(days=(THURSDAY - day.weekday()) % 7)


def _edition(
    session: Session, network: reading.Network, occasion: reading.Occasion, day: date, opened_at: datetime
) -> Edition:
    zone = ZoneInfo(occasion.timezone)
    edition = Edition(
        fair=Fair(
            slug=occasion.slug,
            kind="fair" if isinstance(occasion, reading.Salon) else "meetup",
            name=occasion.name,
            network=network.short_name,
            territory=network.territory,
            language="fr",
            accent=occasion.accent,
        ),
        slug=f"{occasion.slug}-{day:%Y-%m}",
        timezone=occasion.timezone,
        starts_at=_at(day, occasion.starts, zone),
        ends_at=_at(day, occasion.ends, zone),
        venue=occasion.venue,
        address=occasion.address,
        contact_name=network.contact_name,
        contact_email=network.contact_email,
        opened_at=opened_at,
        texts=[
            EditionText(
                language=text.language,
                title=text.title,
                summary=text.summary,
                who_comes=text.who_comes,
                how_it_works=text.how_it_works,
                programme=text.programme,
            )
            for text in occasion.texts
        ],
    )
    session.add(edition)
    session.flush()
    families.lay_out(session, edition)
    session.flush()
    for slug, terms in occasion.families.items():
        family = by_slug(session, edition, slug)
        if family is not None:
            family.prices, family.quota = dict(terms.prices), terms.quota
            family.legal_forms = list(terms.legal_forms)
    record(session, events.EditionChanged(edition.id), opened_at)
    return edition


def _at(day: date, wall: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall, zone)


def _room(session: Session, salon: reading.Salon, edition: Edition, day: date) -> None:
    zone = ZoneInfo(edition.timezone)
    session.add_all(
        Block(
            edition_id=edition.id,
            name=block.name,
            starts_at=_at(day, block.starts, zone),
            ends_at=_at(day, block.ends, zone),
            meeting_minutes=block.meeting_minutes,
            pause_minutes=block.pause_minutes,
        )
        for block in salon.blocks
    )
    session.add_all(
        Table(
            edition_id=edition.id,
            position=position,
            label=table.label,
            seats=table.seats,
            tags=";".join(table.tags),
        )
        for position, table in enumerate(salon.tables, start=1)
    )


def _register(
    session: Session,
    organisations: Iterable[reading.Organisation],
    edition: Edition,
    opened_at: datetime,
    now: datetime,
) -> dict[str, Participant]:
    """Everyone, spread over the time since the edition opened."""
    told = list(organisations)
    step = (now - opened_at) * 0.9 / len(told)
    people = {}
    for number, organisation in enumerate(told, start=1):
        registered_at = opened_at + number * step
        row = _written(organisation, registered_at)
        people[organisation.key] = _participant(
            session, edition, row, organisation.person, organisation.person.state, registered_at
        )
    return people


def _written(organisation: reading.Organisation, created_at: datetime) -> Organisation:
    return Organisation(
        name=organisation.name,
        family=organisation.family,
        legal_form=organisation.legal_form,
        town=organisation.town,
        website=organisation.website,
        pitch=organisation.pitch,
        created_at=created_at,
        listings=[*_listings("offer", organisation.offers), *_listings("need", organisation.needs)],
    )


def _listings(side: str, listings: Iterable[reading.Listing]) -> list[Listing]:
    return [
        Listing(side=side, cooperation=listing.kind, text=listing.text, position=position)
        for position, listing in enumerate(listings)
    ]


def _participant(
    session: Session,
    edition: Edition,
    organisation: Organisation,
    person: reading.Person,
    state: reading.State,
    registered_at: datetime,
) -> Participant:
    confirmed_at, approved_at = registered_at + timedelta(minutes=12), registered_at + timedelta(hours=5)
    participant = Participant(
        id=uuid.uuid4(),
        edition=edition,
        organisation=organisation,
        family=by_slug(session, edition, organisation.family),
        name=person.name,
        role=person.role,
        email=person.email,
        language=person.language,
        listed=True,
        email_shown=True,
        consent_wording=CONSENT,
        state=state,
        registered_at=registered_at,
        confirmed_at=confirmed_at if state != "received" else None,
        approved_at=approved_at if state == "approved" else None,
    )
    session.add(participant)
    session.flush()
    session.info[ACTOR] = VISITOR
    record(session, events.RegistrationReceived(edition.id, participant.id), registered_at)
    session.info[ACTOR] = f"participant:{participant.id}"
    if participant.confirmed_at:
        record(session, events.RegistrationConfirmed(edition.id, participant.id), participant.confirmed_at)
    if participant.approved_at:
        seats.take(session, edition, participant.family)
        if not edition.approves_itself:
            session.info[ACTOR] = (
                f"account:{session.scalars(select(Account.id).order_by(Account.created_at).limit(1)).one()}"
            )
        record(session, events.RegistrationApproved(edition.id, participant.id), participant.approved_at)
    del session.info[ACTOR]
    return participant


def _wish(
    session: Session, interests: Iterable[reading.Interest], people: dict[str, Participant], now: datetime
) -> None:
    for number, interest in enumerate(interests, start=1):
        wisher, wished = people[interest.wisher], people[interest.wished]
        declared_at = now - timedelta(hours=40) + timedelta(minutes=number)
        session.add(
            Interest(
                edition_id=wisher.edition_id,
                wisher_id=wisher.id,
                wished_id=wished.id,
                level=interest.level,
                message=interest.why,
                declared_at=declared_at,
            )
        )


def _absent(session: Session, salon: reading.Salon, people: dict[str, Participant], day: date) -> None:
    zone = ZoneInfo(salon.timezone)
    for organisation in salon.organisations:
        session.add_all(
            Absence(
                participant_id=people[organisation.key].id,
                starts_at=_at(day, starts, zone),
                ends_at=_at(day, ends, zone),
            )
            for starts, ends in organisation.person.absent
        )


def _come_to_meetup(
    session: Session, meetup: reading.Meetup, people: dict[str, Participant], edition: Edition, now: datetime
) -> dict[str, Participant]:
    """The same organisations, with the same person, for the other edition."""
    coming = {}
    for number, key in enumerate(meetup.registered, start=1):
        known = people[key]
        person = reading.Person(known.name, known.role, known.email, known.language, "approved", ())
        registered_at = now - timedelta(days=6) + timedelta(hours=5 * number)
        coming[key] = _participant(session, edition, known.organisation, person, "approved", registered_at)
    asking.answer(session, asking.ask(session, edition, meetup.questions), list(coming.values()))
    return coming
