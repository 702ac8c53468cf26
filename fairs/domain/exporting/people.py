"""Who is registered, for whom, and what they answered; who waits; what was answered to a meetup."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from fairs.agenda.tables import Table
from fairs.domain.exporting.words import ANSWERS, COOPERATIONS, STATES, WAITING, WHO, who
from fairs.models import Answer, Intention, Organisation, Participant
from fairs.queries import questions, waiting
from fairs.queries.answers import in_words
from fairs.texts import N_

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from fairs.agenda.tables import Cell
    from fairs.domain.exporting.words import Words
    from fairs.models import Edition, Question

PEOPLE = (
    *(N_("Number"), N_("Organisation"), N_("Family"), N_("Name"), N_("Role"), N_("E-mail address")),
    *(N_("Language"), N_("State"), N_("Registered"), N_("Confirmed"), N_("Approved"), N_("Left")),
    *(N_("In the public directory"), N_("Agreement"), N_("Address shown to those met"), N_("Invited as")),
    *(N_("Brought by"), N_("Meetings at most"), N_("Not there"), N_("Wants no reminders")),
)


def people(session: Session, words: Words, _now: datetime) -> Table:
    """Everybody, whatever became of them, with all answers: also to what is asked no more."""
    edition = words.edition
    asked = [*questions.of_edition(session, edition), *questions.removed(session, edition)]
    answers = _answers(session, edition)
    rows = session.scalars(
        select(Participant)
        .filter_by(edition_id=edition.id)
        .options(
            joinedload(Participant.organisation),
            joinedload(Participant.family),
            joinedload(Participant.invitation),
            selectinload(Participant.absences),
        )
        .order_by(Participant.registered_at, Participant.id)
    ).all()
    names = {person.id: person.name for person in rows}
    return Table(
        "people",
        words.say(N_("People")),
        (*words.heads(*PEOPLE), *(_asked(question, words) for question in asked)),
        tuple(
            (
                *_person(person, names, words),
                *(_cell(question, answers.get((person.id, question.id)), words) for question in asked),
            )
            for person in rows
        ),
    )


def _person(person: Participant, names: dict[uuid.UUID, str], words: Words) -> tuple[Cell, ...]:
    absences = (
        f"{words.at(one.starts_at):%Y-%m-%d %H:%M} – {words.at(one.ends_at):%H:%M}" for one in person.absences
    )
    return (
        str(person.id), person.organisation.name, words.family(person), person.name, person.role,
        person.email, person.language, words.of(STATES, person.state), words.at(person.registered_at),
        words.at(person.confirmed_at), words.at(person.approved_at), words.at(person.left_at),
        words.yes(person.listed), person.consent_wording, words.yes(person.email_shown),
        person.invitation.label if person.invitation else "",
        names.get(person.guest_of_id, "") if person.guest_of_id else "",
        person.max_meetings, "; ".join(absences), words.yes(person.reminders_stopped_at is not None),
    )  # fmt: skip


def _answers(session: Session, edition: Edition) -> dict[tuple[uuid.UUID, uuid.UUID], dict[str, Any]]:
    rows = session.execute(
        select(Answer.participant_id, Answer.question_id, Answer.value)
        .join(Participant, Participant.id == Answer.participant_id)
        .where(Participant.edition_id == edition.id)
    )
    return {(person_id, question_id): value for person_id, question_id, value in rows}


def _asked(question: Question, words: Words) -> str:
    label = question.label(words.language)
    return f"{label} ({words.say(N_('asked no more'))})" if question.removed_at else label


def _cell(question: Question, value: dict[str, Any] | None, words: Words) -> Cell:
    """Numbers and dates as such, so that they can be reckoned with."""
    if value is None:
        return None
    if "number" in value:
        return float(value["number"]) if isinstance(value["number"], float) else int(value["number"])
    if "date" in value:
        return date.fromisoformat(value["date"])
    return in_words(question, value, words.language)


def organisations(session: Session, words: Words, _now: datetime) -> Table:
    """For whom they come, with offers and needs."""
    edition = words.edition
    belong = select(Participant.organisation_id, Participant.state).filter_by(edition_id=edition.id)
    coming: dict[uuid.UUID, int] = {}
    for organisation_id, state in session.execute(belong):
        coming[organisation_id] = coming.get(organisation_id, 0) + (state == "approved")
    rows = session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(select(Participant.organisation_id).filter_by(edition_id=edition.id)))
        .options(selectinload(Organisation.listings))
        .order_by(Organisation.name, Organisation.id)
    )
    heads = (
        *(N_("Number"), N_("Organisation"), N_("Legal form"), N_("SIRET"), N_("Town"), N_("Website")),
        *(N_("Presentation"), N_("Offers"), N_("Needs"), N_("People who take part")),
    )
    return Table(
        "organisations",
        words.say(N_("Organisations")),
        words.heads(*heads),
        tuple(
            (
                str(one.id),
                one.name,
                one.legal_form,
                one.siret,
                one.town,
                one.website,
                one.pitch,
                _listed(one, "offer", words),
                _listed(one, "need", words),
                coming.get(one.id, 0),
            )
            for one in rows
        ),
    )


def _listed(organisation: Organisation, side: Any, words: Words) -> str:
    listings = organisation.listed(side)
    return "; ".join(f"{words.of(COOPERATIONS, one.cooperation)}: {one.text}" for one in listings)


def waiting_list(session: Session, words: Words, now: datetime) -> Table:
    """Who waits for a place, in order, and why."""
    places = waiting.of_edition(session, words.edition, now)
    return Table(
        "waiting-list",
        words.say(N_("Waiting list")),
        words.heads(N_("Rank"), *WHO, N_("Family"), N_("Since"), N_("Why")),
        tuple(
            (
                place.rank,
                *who(place.person),
                words.family(place.person),
                words.at(place.person.waitlisted_at),
                words.of(WAITING, place.reason),
            )
            for place in places
        ),
    )


def replies(session: Session, words: Words, _now: datetime) -> Table:
    """What was answered to a meetup."""
    rows: Sequence[Intention] = session.scalars(
        select(Intention)
        .join(Participant, Participant.id == Intention.participant_id)
        .where(Participant.edition_id == words.edition.id)
        .options(joinedload(Intention.participant).joinedload(Participant.organisation))
        .order_by(Intention.answered_at, Intention.participant_id)
    ).all()
    return Table(
        "answers",
        words.say(N_("Answers")),
        words.heads(*WHO, N_("Answer"), N_("Guests"), N_("State"), N_("When")),
        tuple(
            (
                *who(one.participant),
                words.of(ANSWERS, one.says),
                one.guests,
                words.of(STATES, one.participant.state),
                words.at(one.answered_at),
            )
            for one in rows
        ),
    )
