"""Two networks on one site, each with everything in it that has an identity of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import sessionmaker

from fairs import clock
from fairs.domain import entries, merging, tokens
from fairs.domain.activities import Plan, Words, add
from fairs.domain.importing.receiving import receive
from fairs.domain.permissions import RIGHTS
from fairs.domain.planning import request_id
from fairs.domain.publishing import publish
from fairs.domain.schedules import keep
from fairs.models import (
    Delivery,
    DomainEvent,
    Invitation,
    Job,
    Listing,
    Merger,
    Piece,
    TeamInvitation,
    Upload,
    Webhook,
)
from fairs.queries import slots
from scheduling.solution import Bounds, Figures, Meeting, Solution
from tests import factories
from tests.abuse.browsing import SECRET
from tests.abuse.evil import write_evil

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from fairs.models import (
        Edition,
        Entry,
        Fair,
        Organisation,
        Participant,
    )
    from fairs.models.account import Role

SHEET = "Organisation;Nom;E-mail\n<xss>;Ω{{7*7}}Ω<script>;zoe@sheet.example\n".encode()
FILE = b"%PDF-1.4 what somebody sent"


@dataclass
class Place:
    """An edition, and what stands in its addresses."""

    slug: str
    fair_slug: str
    fair_id: uuid.UUID
    edition_id: uuid.UUID
    people: list[uuid.UUID]
    ids: dict[str, str]  # by the names of the arguments of addresses
    by_route: dict[tuple[str, str], str]  # where one name means two things


@dataclass
class World:
    """What stands in the database, and who may come."""

    sessions: sessionmaker[Session]
    here: Place
    sister: Place  # another edition of the same fair
    there: Place  # of another network
    team: dict[tuple[str, Role], uuid.UUID] = field(default_factory=dict)  # accounts, by fair and rôle


def build(engine: Engine) -> World:
    """Write it all down; what people typed is as evil as it can be."""
    sessions = sessionmaker(engine)
    with sessions.begin() as session:
        ours, theirs = factories.fair(session), factories.fair(session)
        world = World(sessions, *(furnish(session, fair) for fair in (ours, ours, theirs)))
        for name, fair in (("here", ours), ("there", theirs)):
            for role in RIGHTS:
                world.team[name, role] = factories.member(session, fair, role).id
        session.flush()
        write_evil(session)
    return world


def furnish(session: Session, fair: Fair) -> Place:
    """An edition with one of everything."""
    now = clock.now()
    starts_at = (now + timedelta(days=9)).replace(hour=8, minute=0, second=0, microsecond=0)
    edition = factories.edition(
        session,
        of=fair,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=8),
        opened_at=now - timedelta(days=20),
    )
    block = factories.block(session, edition, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=100))
    tables = factories.tables(session, edition)
    people = [_person(session, edition) for _ in range(4)]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        factories.mutual(session, people[one], people[other])
    factories.interest(session, people[2], people[3], message="Pourquoi pas ?")
    _publish(session, edition, people, tables[0].id.hex, now)
    twins = [_twin(session, edition, now + timedelta(seconds=n)) for n in range(2)]
    ids: dict[str, str] = {
        "person_id": str(people[1].id),
        "block_id": str(block.id),
        "table_id": str(tables[1].id),
        "elder": str(twins[0].id),
        "younger": str(twins[1].id),
        "entry_id": str(_entry(session, people[1], now).id),
        "member_id": str(factories.member(session, fair, "viewer").memberships[0].id),
        **_papers(session, edition, people, now),
    }
    team_invitation = TeamInvitation(
        fair_id=fair.id,
        edition_id=edition.id,
        email=f"asked.{factories.number()}@org.example",
        role="viewer",
        invited_at=now,
        ends_at=now + timedelta(days=9),
    )
    session.add(team_invitation)
    session.flush()
    return Place(
        edition.slug,
        fair.slug,
        fair.id,
        edition.id,
        [one.id for one in people],
        ids,
        {("organisers.revoke_team_invitation", "invitation_id"): str(team_invitation.id)},
    )


def _papers(session: Session, edition: Edition, people: list[Participant], now: datetime) -> dict[str, str]:
    """Questions and their answers, activities, invitations, webhooks, long work, messages, mergings."""
    question = factories.question(session, edition, "file", labels={"fr": "Plan", "en": "Plan"})
    upload = Upload(
        participant_id=people[1].id, name="plan.pdf", media_type="pdf", content=FILE, uploaded_at=now
    )
    session.add(upload)
    session.flush()
    factories.answer(session, people[1], question, upload=str(upload.id), name="plan.pdf")
    factories.answer(session, people[1], factories.question(session, edition), text="Rien.")
    words = Words("Réparer", "Ensemble.")
    plan = Plan(
        "talk",
        {"fr": words, "en": words},
        edition.starts_at,
        edition.starts_at + timedelta(hours=1),
        "Salle",
        "Inês",
        9,
    )
    sheet = receive(session, edition, None, "people.csv", SHEET, now)
    family = people[3].family
    assert family
    rows: dict[str, Any] = {
        "invitation_id": Invitation(
            edition_id=edition.id, kind="group", label="Club", seats=3, filled_in={}, created_at=now
        ),
        "webhook_id": Webhook(
            edition_id=edition.id,
            address="https://program.invalid/hook",
            kinds=["EditionOpened"],
            secret="whsec_c2VjcmV0",
            created_at=now,
        ),
        "job_id": Job(
            edition_id=edition.id,
            kind="pack",
            state="done",
            asked_at=now,
            ended_at=now,
            options={"form": "pdf", "revision": 1},
        ),
        "delivery_id": _delivery(session, edition, people[1], now),
    }
    session.add_all(rows.values())
    session.flush()
    tokens.issue(session, "invitation", rows["invitation_id"].id, SECRET, now)
    session.add(Piece(job_id=rows["job_id"].id, name="whole", content=FILE, made_at=now))
    merged = [_twin(session, edition, now, name="Fusion") for _ in range(2)]
    merging.merge(session, edition, merged[0], merged[1], {}, set(), now)
    session.flush()
    return {name: str(row.id) for name, row in rows.items()} | {
        "question_id": str(question.id),
        "import_id": str(sheet.id),
        "key": "people",
        "file_id": str(upload.id),
        "family_id": str(family.id),
        "activity_id": str(add(session, edition, plan, now).id),
        "merger_id": _merger(session, edition),
    }


def _merger(session: Session, edition: Edition) -> str:
    return str(session.query(Merger).filter_by(edition_id=edition.id).one().id)


def _delivery(session: Session, edition: Edition, person: Participant, now: datetime) -> Delivery:
    event = DomainEvent(
        kind="PersonalLinkAsked",
        edition_id=edition.id,
        subject_id=person.id,
        payload={"edition_id": str(edition.id), "participant_id": str(person.id)},
        at=now,
    )
    session.add(event)
    session.flush()
    return Delivery(
        event_seq=event.seq,
        edition_id=edition.id,
        handler="mail.personal_link",
        queue="mail",
        state="dead",
        not_before=now,
    )


def _person(session: Session, edition: Edition) -> Participant:
    person = factories.participant(session, edition, email_shown=False)
    for position, side in enumerate(("offer", "need")):
        person.organisation.listings.append(
            Listing(side=side, cooperation="flow", text="Du bois", position=position)
        )
    session.flush()
    return person


def _entry(session: Session, person: Participant, now: datetime) -> Entry:
    raw = tokens.issue(session, "personal", person.id, SECRET, now)
    link = tokens.redeem(session, "personal", raw, now)
    return entries.enter(session, person, link, "", now, own_device=True)


def _twin(session: Session, edition: Edition, created_at: datetime, name: str = "Jumelle") -> Organisation:
    person = factories.participant(session, edition, organisation=f"{name} {edition.slug}", state="declined")
    person.organisation.created_at = created_at
    session.flush()
    return person.organisation


def _publish(
    session: Session, edition: Edition, people: list[Participant], table: str, now: datetime
) -> None:
    places = slots.of_edition(session, edition)
    ids = [one.id.hex for one in people]
    placed = tuple(
        Meeting(request_id(ids[a], ids[b]), places[slot].id, table, (ids[a], ids[b]))
        for slot, (a, b) in enumerate(((0, 1), (1, 2)))
    )
    solution = Solution("optimal", placed, (), Figures(requests=3, placed=2), Bounds(weight=9, breaks=0))
    publish(session, keep(session, edition, solution, {}, "plan", now), now)
