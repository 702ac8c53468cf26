"""What is agreed to is kept with its words and its date, and withdrawn as easily."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.domain import answers, consents
from fairs.models import Answer, Consent
from tests import factories, planting
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Participant

LATER = NOW + timedelta(days=1)
LISTED = "Mon organisation peut figurer dans l’annuaire public de cette édition."


def written(session: Session, person: Participant) -> list[tuple[str, str, object, object]]:
    found = session.scalars(select(Consent).filter_by(participant_id=person.id).order_by(Consent.given_at))
    return [(one.subject, one.wording, one.given_at, one.withdrawn_at) for one in found]


def test_it_is_written_down_once_in_the_words_that_were_read(session: Session) -> None:
    person = factories.participant(session, factories.edition(session), consent_wording="As I read it.")
    consents.note(session, person, NOW)
    consents.note(session, person, LATER)
    assert written(session, person) == [("listed", "As I read it.", NOW, None)]


def test_where_no_words_were_kept_they_are_those_of_the_form_in_one_s_language(session: Session) -> None:
    person = factories.participant(session, factories.edition(session))
    consents.note(session, person, NOW)
    assert written(session, person) == [("listed", LISTED, NOW, None)]


def test_taken_back_and_given_again_it_is_another_version(session: Session) -> None:
    person = factories.participant(session, factories.edition(session))
    consents.note(session, person, NOW)
    person.listed = False
    consents.note(session, person, NOW + timedelta(hours=1))
    person.listed = True
    consents.note(session, person, LATER)
    assert written(session, person) == [
        ("listed", LISTED, NOW, NOW + timedelta(hours=1)),
        ("listed", LISTED, LATER, None),
    ]


def test_an_agreement_to_a_question_is_withdrawn_with_its_answer(session: Session) -> None:
    edition = factories.edition(session)
    person = factories.participant(session, edition, listed=False)
    question = factories.question(session, edition, "consent", labels={"en": "Photographs of me."})
    answers.correct(session, person, [question], {question.id: {"consent": "Photographs of me."}}, NOW)
    (given,) = session.scalars(select(Consent))
    assert (given.subject, given.wording) == (str(question.id), "Photographs of me.")
    consents.withdraw(session, person, given, LATER)
    assert session.scalars(select(Answer)).all() == []
    assert given.withdrawn_at == LATER
    assert planting.events_of(session)[-1] == events.ConsentWithdrawn.__name__
