"""What somebody answered, seen and corrected."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.models import Answer, DomainEvent, Upload
from fairs.web.question_fields import name_of
from tests import factories, files
from tests.visiting import me, words

if TYPE_CHECKING:
    from flask import Flask

    from fairs.models import Edition, Participant
    from tests.visiting import Visitor


@pytest.fixture
def edition(visitor: Visitor) -> Edition:
    return factories.edition(visitor.session)


@pytest.fixture
def zoe(visitor: Visitor, edition: Edition) -> Participant:
    person = factories.participant(visitor.session, edition)
    visitor.enter(person)
    return person


def test_who_is_asked_nothing_is_told_so(visitor: Visitor, edition: Edition, zoe: Participant) -> None:
    assert zoe.family
    factories.question(visitor.session, edition, families=["classic"])
    assert "no further questions" in words(visitor.get(me(edition, "/answers")))
    assert me(edition, "/answers") not in visitor.get(me(edition, "/profile")).text
    factories.question(visitor.session, edition)
    assert me(edition, "/answers") in visitor.get(me(edition, "/profile")).text


def test_answers_stand_in_their_fields_and_are_corrected(
    visitor: Visitor, edition: Edition, zoe: Participant
) -> None:
    session = visitor.session
    lunch = factories.question(session, edition, "yes_no", labels={"en": "Lunch?"}, required=True)
    heard = factories.question(
        session, edition, "choice", choices={"friend": "A friend", "paper": "The paper"}
    )
    staff = factories.question(session, edition, "number", labels={"en": "Staff?"})
    gone = factories.question(session, edition, removed_at=factories.NOW)
    factories.answer(session, zoe, lunch, yes=True)
    factories.answer(session, zoe, heard, keys=["paper"])
    factories.answer(session, zoe, staff, number=3.5)
    factories.answer(session, zoe, gone, text="of old")
    page = visitor.get(me(edition, "/answers"))
    assert page.text.count("checked") == 2
    assert 'value="3.5"' in page.text
    assert "No answer" in words(page)  # what was chosen can be left open again
    answer = visitor.post(
        me(edition, "/answers"), **{name_of(lunch.id): "no", name_of(heard.id): "", name_of(staff.id): "4"}
    )
    assert (answer.status_code, answer.location) == (303, me(edition, "/answers"))
    assert sorted(map(str, session.scalars(select(Answer.value)))) == [
        "{'number': 4}",
        "{'text': 'of old'}",
        "{'yes': False}",
    ]
    assert session.scalars(select(DomainEvent.kind)).all() == ["AnswersChanged"]
    refused = visitor.post(me(edition, "/answers"), **{name_of(staff.id): "many"})
    assert refused.status_code == 422
    assert 'value="many"' in refused.text


def test_a_file_is_taken_home_replaced_and_removed(
    visitor: Visitor, edition: Edition, zoe: Participant
) -> None:
    deck = factories.question(visitor.session, edition, "file", labels={"en": "A leaflet"})
    field, address = name_of(deck.id), me(edition, "/answers")
    visitor.post(address, **{field: (BytesIO(files.PNG), "logo.exe")})
    upload = visitor.session.scalars(select(Upload)).one()
    page = visitor.get(address).text
    assert f'href="{me(edition, "/files/")}{upload.id}"' in page
    mine = visitor.get(me(edition, f"/files/{upload.id}"))
    assert (mine.status_code, mine.data, mine.mimetype) == (200, files.PNG, "image/png")
    assert mine.headers["Content-Disposition"] == "attachment; filename=logo.png"
    visitor.post(address)  # nothing chosen: the file stays
    assert visitor.session.scalars(select(Upload.id)).all() == [upload.id]
    visitor.post(address, **{f"{field}-removed": "y"})
    assert visitor.session.scalars(select(Upload)).all() == []
    assert zoe.state == "approved"


@pytest.mark.abuse(5)
def test_abuse_05_a_file_of_somebody_else_is_not_there(
    app: Flask, visitor: Visitor, edition: Edition, zoe: Participant
) -> None:
    upload = Upload(
        participant_id=zoe.id, name="a.pdf", media_type="pdf", content=files.PDF, uploaded_at=factories.NOW
    )
    visitor.session.add(upload)
    visitor.session.flush()
    ali = type(visitor)(app.test_client(), visitor.session)
    ali.enter(factories.participant(visitor.session, edition))
    address = me(edition, f"/files/{upload.id}")
    assert visitor.get(address).status_code == 200
    assert ali.get(address).status_code == 404
    nobody = type(visitor)(app.test_client(), visitor.session)
    assert nobody.get(address).status_code == 303


def test_answers_are_nobody_else_s_to_read(
    app: Flask, visitor: Visitor, edition: Edition, zoe: Participant
) -> None:
    words_asked = factories.question(visitor.session, edition)
    factories.answer(visitor.session, zoe, words_asked, text="a secret diet")
    ali = type(visitor)(app.test_client(), visitor.session)
    ali.enter(factories.participant(visitor.session, edition))
    assert "a secret diet" in visitor.get(me(edition, "/answers")).text
    for page in ("/answers", "/find", "/profile", ""):
        assert "a secret diet" not in ali.get(me(edition, page)).text
