"""Somebody of whom everything is held that can be: a word in each column, to be looked for afterwards."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import JSON, LargeBinary, MetaData, Text, select

from fairs import events
from fairs.models import (
    AddressChange,
    Answer,
    Attempt,
    Attendance,
    CodeApp,
    ColleagueAsked,
    Consent,
    DeadAddress,
    Delivery,
    DomainEvent,
    Entry,
    Follower,
    Handover,
    ImportedLine,
    Intention,
    Invitation,
    Job,
    Knock,
    Listing,
    Mail,
    Meeting,
    Merger,
    Passkey,
    PendingUpload,
    PeopleImport,
    Piece,
    RecoveryCode,
    Schedule,
    SignIn,
    Substitute,
    TeamInvitation,
    Token,
    Unplaced,
    Upload,
    Webhook,
)
from fairs.models.traces import HOLDINGS
from fairs.outbox import record
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from fairs.models import Account, Base, Edition, Participant, Table

A_DAY = timedelta(days=1)
SEED = "semence"  # what every planted word begins with


@dataclass
class Planted:
    """Who it is, and which words were planted: by table and column."""

    edition: Edition
    person: Participant
    partner: Participant
    account: Account | None = None
    words: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def email(self) -> str:
        return self.words["participant", "email"]

    def meeting_schedule(self, session: Session) -> Schedule:
        """The one that is out."""
        return session.scalars(select(Schedule).filter_by(edition_id=self.edition.id)).one()


def word(table: str, column: str) -> str:
    return f"{SEED}-{table}-{column}".replace("_", "-")


def plant(planted: Planted, row: Base, **values: Any) -> Base:
    """Set columns of a row, and a word of its own in every other one that can hold words."""
    table = row.__table__
    for name, value in values.items():
        setattr(row, name, value)
    for column in table.columns:
        if column.name in values or column.foreign_keys:
            continue
        said = word(table.name, column.name)
        if isinstance(column.type, JSON):
            setattr(row, column.key, {"text": said})
        elif isinstance(column.type, LargeBinary):
            setattr(row, column.key, said.encode())
        elif isinstance(column.type, Text):
            setattr(row, column.key, said)
        else:
            continue
        planted.words[table.name, column.name] = said
    return row


def personal_columns() -> set[tuple[str, str]]:
    """Those of the register that can hold what somebody wrote; keys and hashes are the program's own."""
    return {
        (holding.table.__tablename__, column)
        for holding in HOLDINGS
        for column in (*holding.tells, *holding.withheld)
        if isinstance(holding.table.__table__.columns[column].type, Text | JSON | LargeBinary)
    }


def everything(session: Session, edition: Edition, email: str = f"{SEED}@participant.example") -> Planted:
    """Somebody with one row in each table that speaks of people, and words in all of them."""
    partner = factories.participant(session, edition, name="Ali", organisation="Maison Ali")
    person = factories.participant(session, edition)
    planted = Planted(edition, person, partner)
    planted.words["participant", "email"] = email
    plant(planted, person, email=email)
    plant(planted, person.organisation)
    rows: list[Base] = []
    add = rows.append
    add(plant(planted, Listing(organisation_id=person.organisation_id), side="offer", cooperation="flow"))
    add(plant(planted, Consent(participant_id=person.id), subject="listed", given_at=NOW))
    question = factories.question(session, edition)
    of_question = {"participant_id": person.id, "question_id": question.id, "answered_at": NOW}
    add(plant(planted, Answer(**of_question)))
    add(plant(planted, Upload(participant_id=person.id), media_type="pdf", uploaded_at=NOW))
    add(Intention(participant_id=person.id, says="yes", guests=0, places=1, answered_at=NOW))
    factories.absence(session, person, NOW, NOW + A_DAY)
    wish = factories.interest(session, person, partner)
    plant(planted, wish)
    theirs = factories.interest(session, partner, person)
    theirs.message = word("interest", "message")
    add(
        plant(
            planted,
            Invitation(edition_id=edition.id),
            kind="personal",
            email=email,
            used=1,
            created_at=NOW,
            language="fr",
        )
    )
    planted.words["invitation", "email"] = email
    add(plant(planted, Handover(participant_id=person.id), language="fr", handed_over_at=NOW))
    add(plant(planted, Merger(edition_id=edition.id), kept_id=person.organisation_id, merged_at=NOW))
    add(plant(planted, Follower(fair_id=edition.fair_id), email=email, language="fr", asked_at=NOW))
    add(plant(planted, DeadAddress(), email=email, how="bounced", since=NOW))
    add(
        plant(planted, SignIn(hash="1" * 64), email=email, signed_in_at=NOW, seen_at=NOW, ends_at=NOW + A_DAY)
    )
    add(plant(planted, AddressChange(), former=email, language="fr", asked_at=NOW))
    add(plant(planted, Knock(subject_id=person.id), at=NOW))
    add(Token(hash="2" * 64, purpose="unsubscribe", subject_id=person.id, created_at=NOW))
    for column in ("follower", "dead_address", "sign_in"):
        planted.words[column, "email"] = email
    planted.words["address_change", "former"] = email
    add(
        plant(
            planted,
            PendingUpload(question_id=question.id),
            holder="nobody knows whose",
            media_type="pdf",
            uploaded_at=NOW,
        )
    )
    session.add_all(rows)
    session.flush()
    _by_a_sheet(session, planted)
    _by_links(session, planted)
    _in_the_grid(session, planted)
    _on_the_way(session, planted)
    session.flush()
    return planted


def _by_a_sheet(session: Session, planted: Planted) -> None:
    """A sheet that waits, one that stopped half way, and what became of its lines: all name the address."""
    content = zlib.compress(f"Name;Mail\n{planted.person.name};{planted.email}\n".encode())
    stopped = Job(edition_id=planted.edition.id, kind="import", state="failed", asked_at=NOW, options={})
    session.add(stopped)
    session.flush()
    csv = {"form": "csv", "encoding": "utf-8", "separator": ";", "content": content, "uploaded_at": NOW}
    waits, sheet = (
        PeopleImport(edition_id=planted.edition.id, name="list.csv", job_id=job, **csv)
        for job in (None, stopped.id)
    )
    session.add_all([waits, sheet])
    session.flush()
    of_person = {"import_id": sheet.id, "participant_id": planted.person.id, "number": 2}
    session.add(plant(planted, ImportedLine(**of_person), outcome="place"))
    to_mend = ImportedLine(import_id=sheet.id, number=3, outcome="faulty")
    to_mend.cells = [planted.person.name, planted.email]
    session.add(to_mend)
    export = Job(edition_id=planted.edition.id, kind="export", state="done", asked_at=NOW, options={})
    session.add(export)
    session.flush()
    session.add(plant(planted, Piece(job_id=export.id), name="whole", made_at=NOW))


def _by_links(session: Session, planted: Planted) -> None:
    """Who is asked to come along, or instead, and where the personal link has let in."""
    edition, person = planted.edition, planted.person
    of = {"edition_id": edition.id, "organisation_id": person.organisation_id, "newcomer_id": person.id}
    session.add(plant(planted, ColleagueAsked(**of), asked_at=NOW))
    until = {"named_at": NOW, "ends_at": NOW + A_DAY, "language": "fr"}
    session.add(plant(planted, Substitute(participant_id=person.id), **until))
    link = Token(hash="3" * 64, purpose="personal", subject_id=person.id, created_at=NOW, revoked_at=NOW)
    session.add(link)
    session.flush()
    entry = Entry(participant_id=person.id, token_id=link.id)
    session.add(plant(planted, entry, entered_at=NOW, seen_at=NOW, ends_at=NOW + A_DAY))


def _in_the_grid(session: Session, planted: Planted) -> None:
    edition, person, partner = planted.edition, planted.person, planted.partner
    table: Table = factories.tables(session, edition, 1)[0]
    schedule = Schedule(
        edition_id=edition.id,
        state="published",
        revision=1,
        created_at=NOW,
        published_at=NOW,
        figures={},
        bounds={},
        status="optimal",
    )
    session.add(schedule)
    session.flush()
    at = {"starts_at": edition.starts_at, "ends_at": edition.starts_at + timedelta(minutes=20)}
    meeting = Meeting(schedule_id=schedule.id, uid=uuid4(), table_id=table.id, changed_at=NOW, **at)
    session.add(plant(planted, meeting))
    session.flush()
    for position, one in enumerate((person, partner)):
        seat = {"meeting_id": meeting.id, "schedule_id": schedule.id, "starts_at": edition.starts_at}
        session.add(Attendance(participant_id=one.id, position=position, **seat))
    other = factories.participant(session, edition)
    pairs = ((person, other), (partner, other))  # and one that names somebody who is not in it
    for first, second in pairs:
        refused = Unplaced(schedule_id=schedule.id, first_id=first.id, second_id=second.id)
        plant(planted, refused, weight=1, reason="no_common_slot")
        refused.because = f"{planted.person.name} {refused.because}"
        session.add(refused)
    edition.published_at = NOW
    pack = Job(edition_id=edition.id, kind="pack", state="done", asked_at=NOW, options={}, ended_at=NOW)
    session.add(pack)
    session.flush()
    pack.error = f"It failed at {planted.person.name}."
    planted.words["job", "error"] = planted.person.name
    session.add(plant(planted, Piece(job_id=pack.id), name="whole", made_at=NOW))


def _on_the_way(session: Session, planted: Planted) -> None:
    """Mails to the person and about them, what was written in events, what failed."""
    edition, person = planted.edition, planted.person
    about = (
        events.RegistrationDeclined(edition.id, person.id, word("domain_event", "words")),
        events.MailBounced(edition.id, uuid4(), person.id, word("domain_event", "said")),
    )
    rows = [record(session, event, NOW) for event in about]
    for column in ("words", "said"):
        planted.words["domain_event", column] = word("domain_event", column)
    planted.words["domain_event", "payload"] = SEED
    session.flush()
    delivery = Delivery(event_seq=rows[0].seq, edition_id=edition.id, handler="of a test", not_before=NOW)
    webhook = Webhook(
        edition_id=edition.id, address="https://x.example", kinds=[], secret="s", created_at=NOW
    )
    session.add_all([plant(planted, delivery, owner=None, dedup_key=None), webhook])
    session.flush()
    attempt = Attempt(webhook_id=webhook.id, delivery_id=delivery.id, kind="x", at=NOW, milliseconds=1)
    session.add(plant(planted, attempt))
    session.add(
        plant(
            planted,
            Mail(edition_id=edition.id, delivery_id=delivery.id, sent_at=NOW),
            message_id=f"<{factories.number()}@test>",
            recipient=planted.email,
        )
    )
    planted.words["mail", "recipient"] = planted.email
    message = EmailMessage()
    message["To"], message["Subject"] = "ali@maison.example", f"Your meeting with {planted.person.name}"
    message.set_content(f"At ten you meet {planted.person.name}, {planted.email}. Àccents make it base64: é.")
    session.add(
        Mail(
            edition_id=edition.id,
            message_id=f"<{factories.number()}@test>",
            recipient="ali@maison.example",
            subject=message["Subject"],
            raw=message.as_bytes(),
            sent_at=NOW,
        )
    )


def with_account(session: Session, planted: Planted) -> Planted:
    """The same person runs another fair, with all that an account can have; somebody else owns it too."""
    fair = factories.fair(session)
    factories.organiser(session, fair)
    account = factories.organiser(session, fair, email=planted.email)
    planted.account = account
    plant(planted, account, email=planted.email)
    planted.words["account", "email"] = planted.email
    of_account = {"account_id": account.id}
    of_team = {"fair_id": planted.edition.fair_id, "edition_id": planted.edition.id, "role": "viewer"}
    until = {"invited_at": NOW, "ends_at": NOW + A_DAY}
    session.add_all(
        [
            plant(planted, CodeApp(**of_account), added_at=NOW, last_step=1),
            plant(planted, Passkey(**of_account), signatures=0, added_at=NOW),
            RecoveryCode(**of_account, hash="3" * 64, made_at=NOW),
            plant(planted, TeamInvitation(**of_team), email=planted.email, **until),
        ]
    )
    planted.words["team_invitation", "email"] = planted.email
    session.flush()
    return planted


def dump(engine: Engine) -> str:
    """Every row of every table of the database, also those that are not ours."""
    there = MetaData()
    there.reflect(engine)
    with engine.connect() as connection:
        rows = [
            f"{table.name}: {tuple(row)}"
            for table in there.sorted_tables
            for row in connection.execute(select(table))
        ]
    return "\n".join(rows)


def events_of(session: Session) -> list[str]:
    return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))
