"""The form of a family: what it is asked, files that survive a fault, and what is left for whom."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from fairs.domain import families
from fairs.domain.families import FamilyPlan
from fairs.models import Answer, DomainEvent, Participant, PendingUpload, Upload
from fairs.queries.families import by_slug
from fairs.web.question_fields import name_of
from tests import factories, files
from tests.visiting import counted, words

if TYPE_CHECKING:
    from flask import Flask

    from fairs.models import Edition, Question
    from tests.visiting import Visitor

ZOE: dict[str, Any] = {
    "organisation": "L'Atelier du Lin",
    "family": "ess",
    "name": "Zoé Lefèvre",
    "email": "zoe@lin.example",
    "language": "en",
}
KEPT = re.compile(r'name="(q\w+-kept)" value="([^"]+)"')


@pytest.fixture
def edition(visitor: Visitor) -> Edition:
    return factories.edition(visitor.session)


@pytest.fixture
def deck(visitor: Visitor, edition: Edition) -> Question:
    return factories.question(visitor.session, edition, "file", labels={"en": "A leaflet"})


def send(visitor: Visitor, edition: Edition, **typed: Any) -> Any:
    return visitor.post(f"/e/{edition.slug}/register", **ZOE | typed)


def file(content: bytes, name: str = "plaquette.pdf") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def answers(visitor: Visitor) -> list[dict[str, Any]]:
    return list(visitor.session.scalars(select(Answer.value)))


def test_first_as_what_one_comes_with_what_is_left_and_what_it_costs(
    visitor: Visitor, edition: Edition
) -> None:
    session = visitor.session
    for slug, quota in (("classic", 3), ("citizen", 1)):
        family = by_slug(session, edition, slug)
        assert family
        family.quota = quota
    funder = by_slug(session, edition, "funder")
    assert funder
    funder.prices = {"en": "€45, lunch included"}
    factories.participant(session, edition, family="citizen")
    for _ in range(2):
        factories.participant(
            session, edition, family="citizen", state="waitlisted", waitlisted_at=factories.NOW
        )
    page = visitor.get(f"/e/{edition.slug}/register")
    said = words(page)
    assert "E Enterprise 3 places left" in said
    assert "C Citizens waiting list: 2 people before you" in said
    assert "F Funder €45, lunch included" in said
    assert f'href="/e/{edition.slug}/register?family=citizen"' in page.text
    form = words(visitor.get(f"/e/{edition.slug}/register?family=citizen"))
    assert "you will stand on the waiting list" in form


def test_who_finds_all_places_of_the_edition_taken_waits_behind_everybody(
    visitor: Visitor, edition: Edition
) -> None:
    edition.capacity = 1
    factories.participant(visitor.session, edition)
    factories.participant(visitor.session, edition, state="waitlisted", waitlisted_at=factories.NOW)
    assert "F Funder waiting list: 1 person before you" in words(visitor.get(f"/e/{edition.slug}/register"))
    edition.waits = False
    assert "F Funder all places are taken" in words(visitor.get(f"/e/{edition.slug}/register"))


def test_a_single_family_is_not_asked_for(visitor: Visitor, edition: Edition) -> None:
    for slug in ("classic", "public", "support", "funder", "citizen"):
        family = by_slug(visitor.session, edition, slug)
        assert family
        families.remove(visitor.session, family, factories.NOW)
    page = visitor.get(f"/e/{edition.slug}/register")
    assert 'name="organisation"' in page.text
    assert send(visitor, edition, family="").status_code == 303
    assert visitor.session.scalars(select(Participant)).one().organisation.family == "ess"


def test_families_of_the_organiser_have_their_legal_forms(visitor: Visitor, edition: Edition) -> None:
    plan = FamilyPlan("ess", {"en": "Work integration"}, legal_forms=["SCIC", "ESAT"])
    family = families.add(visitor.session, edition, plan, factories.NOW)
    page = visitor.get(f"/e/{edition.slug}/register?family={family.slug}").text
    assert '<option value="ESAT">ESAT</option>' in page
    send(visitor, edition, family=family.slug, legal_form="ESAT", siret="732 829 320 00074")
    zoe = visitor.session.scalars(select(Participant)).one()
    organisation = zoe.organisation
    assert (zoe.family, organisation.family) == (family, "ess")
    assert (organisation.legal_form, organisation.siret) == ("ESAT", "73282932000074")
    send(visitor, edition, family="ess", legal_form="ESAT", siret="")  # not one of that family
    visitor.session.refresh(organisation)
    assert (organisation.legal_form, organisation.siret) == ("", "")


def test_who_comes_alone_needs_no_organisation(visitor: Visitor, edition: Edition) -> None:
    assert "Group or association" in words(visitor.get(f"/e/{edition.slug}/register?family=citizen"))
    assert send(visitor, edition, family="citizen", organisation="").status_code == 303
    assert visitor.session.scalars(select(Participant)).one().organisation.name == "Zoé Lefèvre"


def test_a_family_that_is_gone_meanwhile_is_asked_for_again(visitor: Visitor, edition: Edition) -> None:
    answer = send(visitor, edition, family="gone")
    assert answer.status_code == 422
    assert re.search('<select[^>]* id="family"', answer.text)
    assert 'value="L&#39;Atelier du Lin"' in answer.text


def test_each_family_is_asked_its_own_questions_with_their_condition_in_words(
    visitor: Visitor, edition: Edition
) -> None:
    session = visitor.session
    lunch = factories.question(
        session, edition, "yes_no", labels={"en": "Lunch?"}, hints={"en": "On us."}, required=True
    )
    diet = factories.question(
        session, edition, "choices", labels={"en": "Not what?"}, choices={"milk": "Milk", "nuts": "Nuts"},
        depends_on_id=lunch.id, depends_value="yes",
    )  # fmt: skip
    staff = factories.question(session, edition, "number", labels={"en": "Staff?"}, families=["classic"])
    ess, classic = (visitor.get(f"/e/{edition.slug}/register?family={slug}") for slug in ("ess", "classic"))
    assert "Staff?" not in words(ess)
    assert "Staff? (if you like)" in words(classic)
    assert "Only if you answer “Yes” to “Lunch?”. Not what? (if you like) Milk Nuts" in words(ess)
    typed = {
        name_of(lunch.id): "no",
        name_of(diet.id): ["milk"],
        name_of(staff.id): "12",
    }
    assert send(visitor, edition, **typed).status_code == 303
    assert answers(visitor) == [{"yes": False}]  # what does not apply was left out
    newest = typed | {name_of(lunch.id): "yes", "family": "classic"}
    assert send(visitor, edition, **newest).status_code == 303
    assert sorted(map(str, answers(visitor))) == ["{'keys': ['milk']}", "{'number': 12}", "{'yes': True}"]


@pytest.mark.pains(53)
def test_faults_of_answers_are_told_with_the_others_at_their_fields(
    visitor: Visitor, edition: Edition
) -> None:
    lunch = factories.question(visitor.session, edition, "yes_no", labels={"en": "Lunch?"}, required=True)
    staff = factories.question(visitor.session, edition, "number", labels={"en": "Staff?"})
    day = factories.question(visitor.session, edition, "date", labels={"en": "Since when?"})
    typed = {name_of(staff.id): "some", name_of(day.id): "2027-03-18", "siret": "123", "name": ""}
    answer = send(visitor, edition, **typed)
    said = words(answer)
    assert answer.status_code == 422
    assert "There are 4 things to mend" in said
    assert "SIRET – A SIRET has fourteen figures" in said
    assert "Lunch? – This is needed." in said
    assert "Staff? – This is no number" in said
    assert f'href="#{name_of(lunch.id)}"' in answer.text
    assert f'id="{name_of(staff.id)}-fault"' in answer.text
    for kept in ("some", "2027-03-18", "123"):
        assert f'value="{kept}"' in answer.text
    assert visitor.session.scalars(select(DomainEvent)).all() == []


def test_a_file_survives_a_fault_elsewhere(visitor: Visitor, edition: Edition, deck: Question) -> None:
    answer = send(visitor, edition, name="", **{name_of(deck.id): file(files.PDF, "../Ma plaquette.exe")})
    assert answer.status_code == 422
    assert "Ma plaquette.pdf is kept for an hour: you need not choose it again." in words(answer)
    for _ in range(2):  # and another fault
        kept = KEPT.search(answer.text)
        assert kept
        answer = send(visitor, edition, email="zoe", **{kept[1]: kept[2]})
        assert answer.status_code == 422
    assert visitor.session.scalar(select(func.count()).select_from(PendingUpload)) == 1
    assert send(visitor, edition, **{kept[1]: kept[2]}).status_code == 303
    (upload,) = visitor.session.scalars(select(Upload))
    assert (upload.name, upload.media_type, upload.content) == ("Ma plaquette.pdf", "pdf", files.PDF)
    assert answers(visitor) == [{"upload": str(upload.id), "name": "Ma plaquette.pdf"}]
    assert visitor.session.scalars(select(PendingUpload)).all() == []


@pytest.mark.abuse(5)
def test_abuse_05_a_kept_file_is_of_no_use_to_another_browser(
    app: Flask, visitor: Visitor, edition: Edition, deck: Question
) -> None:
    answer = send(visitor, edition, name="", **{name_of(deck.id): file(files.PDF)})
    kept = KEPT.search(answer.text)
    assert kept
    thief = type(visitor)(app.test_client(), visitor.session)
    stolen = send(thief, edition, **{kept[1]: kept[2]})
    assert stolen.status_code == 422
    assert "The file that you had chosen was kept for an hour: choose it again." in words(stolen)
    row = visitor.session.scalars(select(PendingUpload)).one()
    row.uploaded_at = factories.NOW - timedelta(minutes=61)
    assert send(visitor, edition, **{kept[1]: kept[2]}).status_code == 422


@pytest.mark.abuse(36)
@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (files.PDF + b"0" * 50_000_000, "50 MB.pdf", "This file is too large: 5 MB at most."),
        (b"MZ\x90\x00", "facture.pdf", "This is none of the files that can be taken"),
        (files.BOMB, "bombe.odt", "This is none of the files that can be taken"),
        (b"", "rien.pdf", "This file is empty."),
    ],
    ids=["50 MB", "a program", "a bomb", "nothing"],
)
def test_abuse_36_a_file_that_cannot_be_taken_costs_nothing_of_what_was_typed(
    visitor: Visitor, edition: Edition, deck: Question, content: bytes, name: str, sentence: str
) -> None:
    sent = FileStorage(BytesIO(content), name, content_type="application/pdf")
    answer = visitor.post_large(f"/e/{edition.slug}/register", **ZOE, **{name_of(deck.id): sent})
    assert answer.status_code == 422
    assert f"A leaflet – {sentence}" in words(answer)
    assert 'value="Zoé Lefèvre"' in answer.text
    assert visitor.session.scalars(select(Upload)).all() == []
    assert visitor.session.scalars(select(PendingUpload)).all() == []


@pytest.mark.abuse(36)
def test_abuse_36_elsewhere_a_megabyte_is_enough(visitor: Visitor, edition: Edition) -> None:
    sent = FileStorage(BytesIO(b"0" * 1_100_000), "a.pdf")
    answer = visitor.post_large(f"/e/{edition.slug}/link", email="zoe@lin.example", more=sent)
    assert answer.status_code == 413
    assert "What was sent is too large." in words(answer)


@pytest.mark.abuse(39)
@pytest.mark.pains(39)
def test_abuse_39_the_very_same_form_is_taken_in_once(visitor: Visitor, edition: Edition) -> None:
    page = visitor.get(f"/e/{edition.slug}/register?family=ess").text
    found = re.search(r'name="key"[^>]*value="([^"]+)"', page)
    assert found
    for name, told in (("Zoé", 1), ("Zoé", 1), ("Zoë", 2)):  # again; then with a slip mended
        assert send(visitor, edition, key=found[1], name=name).status_code == 303
        assert visitor.session.scalar(select(func.count()).select_from(DomainEvent)) == told
    assert visitor.session.scalars(select(Participant.name)).all() == ["Zoë"]


def test_addresses_that_are_thrown_away_have_their_sentence(visitor: Visitor, edition: Edition) -> None:
    answer = send(visitor, edition, email="zoe@yopmail.com", name="")
    assert answer.status_code == 422
    assert "E-mail address – Addresses at yopmail.com are thrown away after a while" in words(answer)
    assert "There are 2 things to mend" in words(answer)
    edition.disposables_allowed = True
    assert send(visitor, edition, email="zoe@yopmail.com").status_code == 303


def test_a_longer_form_asks_no_more_of_the_database(app: Flask, visitor: Visitor, edition: Edition) -> None:
    factories.question(visitor.session, edition)
    address = f"/e/{edition.slug}/register?family=ess"
    visitor.get(address)
    with_one = counted(app, lambda: visitor.client.get(address))
    for _ in range(3):
        factories.question(visitor.session, edition, "choice", choices={"a": "A", "b": "B"})
    visitor.session.commit()
    assert counted(app, lambda: visitor.client.get(address)) == with_one
