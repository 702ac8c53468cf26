"""The lines of a sheet become registrations, some at a time, each lot in a transaction of its own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from fairs import events
from fairs.domain import waiting
from fairs.domain.importing.lines import organisation_key
from fairs.domain.importing.seating import seat
from fairs.domain.importing.updating import update
from fairs.domain.turns import take_up
from fairs.models import Answer, Edition, ImportedLine, Organisation, Participant, PeopleImport
from fairs.outbox import record
from fairs.queries import families

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.domain.importing.lines import Looked, Person
    from fairs.models import Family
    from fairs.models.people_import import Outcome

AT_ONCE = 200  # lines in one transaction: half a second of work at stake


@dataclass
class Known:
    """Organisations of an edition by what tells them from others, as they come in."""

    ids: dict[Hashable, uuid.UUID] = field(default_factory=dict)
    sirets: dict[uuid.UUID, str] = field(default_factory=dict)

    @classmethod
    def of_edition(cls, session: Session, edition: Edition) -> Known:
        """Those whose people are registered there."""
        rows = session.execute(
            select(Organisation.id, Organisation.siret, Organisation.name, Organisation.town)
            .join(Participant, Participant.organisation_id == Organisation.id)
            .where(Participant.edition_id == edition.id)
            .order_by(Organisation.created_at.desc())
        )
        found = cls()
        for id_, siret, name, town in rows:  # the eldest last: it is the one that is joined
            found.ids[organisation_key(name, town)] = id_
            found.sirets[id_] = siret
            if siret:
                found.ids[siret] = id_
        return found

    def find(self, person: Person) -> uuid.UUID | None:
        """The organisation that somebody most likely belongs to; another SIRET is another one."""
        if person.siret in self.ids:
            return self.ids[person.siret]
        namesake = self.ids.get(person.by_name)
        if namesake and person.siret and self.sirets.get(namesake):
            return None
        return namesake

    def note(self, person: Person, organisation_id: uuid.UUID) -> None:
        """One more."""
        for key in (person.belongs_to, person.by_name):
            self.ids.setdefault(key, organisation_id)
        self.sirets[organisation_id] = person.siret


def take_in(
    session: Session, import_id: uuid.UUID, people: Sequence[Person], known: Known, now: datetime
) -> None:
    """Register some people, or update those who are registered already. Lines that are done stay so."""
    sheet = session.get_one(PeopleImport, import_id)
    edition = session.get_one(Edition, sheet.edition_id)
    take_up(session, edition)
    people = _undone(session, sheet, people)
    registered = _registered(session, edition, people)
    newcomers = []
    for person in people:
        if (there := registered.get(person.email)) is None:
            newcomers.append(person)
        else:
            session.add(update(session, sheet, there, person, now))
    _register(_Reception(session, edition, sheet, known, now), newcomers)
    session.flush()


def leave_out(session: Session, import_id: uuid.UUID, looked: Looked) -> None:
    """Note the lines that do not come in: those to be mended, and those that stand elsewhere as well."""
    sheet = session.get_one(PeopleImport, import_id)
    done = set(session.scalars(select(ImportedLine.number).filter_by(import_id=sheet.id)))
    complaints: dict[int, list[dict[str, Any]]] = {}
    for complaint in looked.complaints:
        complaints.setdefault(complaint.line, []).append(complaint.kept())
    for number, cells in looked.faulty:
        if number not in done:
            session.add(
                _line(sheet, number, "faulty", cells=list(cells), complaints=complaints.get(number, []))
            )
    for number, counts in looked.doubles.items():
        if number not in done:
            session.add(_line(sheet, number, "double", undo={"line": counts}))
    session.flush()


@dataclass(frozen=True)
class _Reception:
    """Where newcomers are taken in."""

    session: Session
    edition: Edition
    sheet: PeopleImport
    known: Known
    now: datetime


def _register(at: _Reception, newcomers: Sequence[Person]) -> None:
    edition, approves = at.edition, at.sheet.choices.get("admits") != "ask"
    belongs = {family.slug: family for family in families.of_edition(at.session, edition)}
    wanted: dict[str, list[int]] = {}
    for person in newcomers if approves and waiting.may_be_given(edition, at.now) else ():
        wanted.setdefault(person.family, []).append(person.line)
    seated = seat(at.session, edition, wanted, belongs)
    came: list[_Newcomer] = []
    for person in newcomers:
        outcome: Outcome = "place" if person.line in seated else "waiting" if edition.waits else "full"
        outcome = outcome if approves else "asks"
        if outcome == "full":
            at.session.add(_full(at.sheet, person))
        else:
            came.append(_welcome(at, person, belongs.get(person.family), outcome))
    at.session.flush()
    _note(at, came)


@dataclass(frozen=True)
class _Newcomer:
    """Somebody who is registered."""

    person: Person
    participant_id: uuid.UUID
    outcome: Outcome
    founded: uuid.UUID | None  # the organisation that came with them


def _welcome(at: _Reception, person: Person, family: Family | None, outcome: Outcome) -> _Newcomer:
    organisation_id, founded = _organisation(at, person, family)
    came_at = at.now + timedelta(microseconds=person.line)  # in the order of the lines, also on the list
    participant = Participant(
        id=uuid.uuid4(),
        edition_id=at.edition.id,
        organisation_id=organisation_id,
        family_id=family.id if family else None,
        name=person.name,
        role=person.role,
        email=person.email,
        language=person.language,
        registered_at=came_at,
        state={"place": "approved", "waiting": "waitlisted", "asks": "confirmed"}[outcome],
        approved_at=came_at if outcome == "place" else None,
        waitlisted_at=came_at if outcome == "waiting" else None,
    )
    at.session.add(participant)
    return _Newcomer(person, participant.id, outcome, organisation_id if founded else None)


def _note(at: _Reception, came: Sequence[_Newcomer]) -> None:
    """What they answered, what became of their lines, and that it happened: many rows in few statements."""
    told = bool(at.sheet.choices.get("tell"))
    answered = [
        {"participant_id": one.participant_id, "question_id": key, "value": value, "answered_at": at.now}
        for one in came
        for key, value in one.person.answers.items()
    ]
    noted = [
        {
            "import_id": at.sheet.id,
            "number": one.person.line,
            "outcome": one.outcome,
            "participant_id": one.participant_id,
            "undo": {"founded": str(one.founded)} if one.founded else {},
            "told_at": at.now if told else None,
        }
        for one in came
    ]
    for table, rows in ((Answer, answered), (ImportedLine, noted)):
        if rows:
            at.session.execute(insert(table), rows)
    happened = (events.PersonImported, events.ImportAnnounced) if told else (events.PersonImported,)
    for one in came:
        for event in happened:
            record(at.session, event(at.edition.id, one.participant_id, at.sheet.id), at.now)


def _organisation(at: _Reception, person: Person, family: Family | None) -> tuple[uuid.UUID, bool]:
    """The one that is there already if that was chosen, or a new one; and whether it is new."""
    if at.sheet.choices.get("organisations") != "new" and (known := at.known.find(person)) is not None:
        return known, False
    organisation = Organisation(
        id=uuid.uuid4(),
        name=person.organisation,
        family=family.kind if family else "",
        legal_form=person.legal_form,
        siret=person.siret,
        town=person.town,
        website=person.website,
        pitch=person.pitch,
        created_at=at.now,
    )
    at.session.add(organisation)
    at.known.note(person, organisation.id)
    return organisation.id, True


def _full(sheet: PeopleImport, person: Person) -> ImportedLine:
    """There is no place, and no list to wait on."""
    return _line(sheet, person.line, "full", cells=list(person.cells))


def _undone(session: Session, sheet: PeopleImport, people: Iterable[Person]) -> list[Person]:
    numbers = {person.line: person for person in people}
    done = select(ImportedLine.number).filter_by(import_id=sheet.id)
    for number in session.scalars(done.where(ImportedLine.number.in_(numbers))):
        numbers.pop(number)
    return list(numbers.values())


def _registered(session: Session, edition: Edition, people: Iterable[Person]) -> Mapping[str, Participant]:
    addresses = [person.email for person in people]
    found = select(Participant).filter_by(edition_id=edition.id).where(Participant.email.in_(addresses))
    return {one.email: one for one in session.scalars(found)}


def _line(
    sheet: PeopleImport, number: int, outcome: Outcome, participant_id: uuid.UUID | None = None, **values: Any
) -> ImportedLine:
    return ImportedLine(
        import_id=sheet.id, number=number, outcome=outcome, participant_id=participant_id, **values
    )
