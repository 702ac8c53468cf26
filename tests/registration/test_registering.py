"""From the form to a mail: what is typed counts once the address is proven, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from fairs.models import Delivery, DomainEvent, Organisation, Participant
from tests import factories
from tests.visiting import words

if TYPE_CHECKING:
    from tests.visiting import Visitor

ZOE: dict[str, Any] = {
    "organisation": "L'Atelier du Lin",
    "family": "ess",
    "town": "Saint-Aubin",
    "name": "Ðorđe O'Brien-Łukasiewicz",
    "role": "Gérante",
    "email": " Zoe@Lin.example ",
    "language": "en",
    "listed": "y",
}


def test_what_is_typed_waits_for_the_address_to_be_proven(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    answer = visitor.post(f"/e/{edition.slug}/register", **ZOE)
    assert (answer.status_code, answer.location) == (303, f"/e/{edition.slug}/registered")
    zoe = visitor.session.scalars(select(Participant)).one()
    assert (zoe.name, zoe.email, zoe.role, zoe.language, zoe.state) == (
        "Ðorđe O'Brien-Łukasiewicz",
        "zoe@lin.example",
        "Gérante",
        "en",
        "received",
    )
    assert (zoe.listed, zoe.email_shown) == (True, False)
    assert zoe.consent_wording == "My organisation may stand in the public directory of this edition."
    assert (zoe.organisation.name, zoe.organisation.family, zoe.organisation.town) == (
        "L'Atelier du Lin",
        "ess",
        "Saint-Aubin",
    )


def test_a_mail_is_due_in_the_same_transaction(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    visitor.post(f"/e/{edition.slug}/register", **ZOE)
    found = visitor.session.execute(select(DomainEvent.kind, Delivery.handler).join(Delivery.event)).all()
    assert [tuple(row) for row in found] == [("RegistrationReceived", "mail.confirm_address")]


def test_the_next_page_says_where_the_mail_went(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    visitor.post(f"/e/{edition.slug}/register", **ZOE)
    assert "We have written to Zoe@Lin.example" in words(visitor.get(f"/e/{edition.slug}/registered"))


@pytest.mark.pains(40)
@pytest.mark.abuse(11)
def test_a_known_address_gets_the_same_page_and_a_mail_of_its_own(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    factories.participant(visitor.session, edition, email="zoe@lin.example", name="Zoé")
    answer = visitor.post(f"/e/{edition.slug}/register", **ZOE | {"name": "Mallory"})
    assert (answer.status_code, answer.location) == (303, f"/e/{edition.slug}/registered")
    known = visitor.get(f"/e/{edition.slug}/registered").text
    other = factories.edition(visitor.session, of=edition.fair, slug=f"{edition.slug}-2")
    visitor.post(f"/e/{other.slug}/register", **ZOE)
    assert visitor.get(f"/e/{other.slug}/registered").text.replace(other.slug, edition.slug) == known
    kinds = visitor.session.scalars(select(DomainEvent.kind).filter_by(edition_id=edition.id)).all()
    assert kinds == ["RegistrationRepeated"]
    assert visitor.session.scalars(select(Participant.name).filter_by(edition_id=edition.id)).all() == ["Zoé"]


@pytest.mark.pains(39)
def test_a_form_sent_twice_registers_once(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    for _ in range(2):
        assert visitor.post(f"/e/{edition.slug}/register", **ZOE).status_code == 303
    assert visitor.session.scalar(select(func.count()).select_from(Participant)) == 1
    assert visitor.session.scalar(select(func.count()).select_from(Organisation)) == 1


def test_all_faults_are_told_at_once_and_nothing_is_cleared(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    typed = ZOE | {"name": "", "email": "zoe(at)lin", "family": "", "organisation": "x" * 201}
    answer = visitor.post(f"/e/{edition.slug}/register", **typed)
    text = words(answer)
    assert answer.status_code == 422
    assert "There are 4 things to mend" in text
    assert "Your first and last name – This is needed." in text
    assert "E-mail address – This does not look like an e-mail address" in text
    assert "Organisation – At most 200 signs, please." in text
    assert 'href="#name"' in answer.text
    assert 'aria-describedby="email-fault email-hint"' in answer.text
    for kept in ("x" * 201, "zoe(at)lin", "Saint-Aubin", "Gérante"):
        assert f'value="{kept}"' in answer.text
    assert visitor.session.scalars(select(DomainEvent)).all() == []


def test_a_closed_edition_says_so(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session, registration_closed_at=factories.NOW - timedelta(days=1))
    text = words(visitor.get(f"/e/{edition.slug}/register"))
    assert "Registration is closed" in text
    assert edition.contact_email in text


def test_closed_while_typing_keeps_what_was_typed(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session, registration_closes_at=factories.NOW - timedelta(minutes=1))
    answer = visitor.post(f"/e/{edition.slug}/register", **ZOE)
    assert answer.status_code == 422
    assert "Registration for this edition is closed. What you typed is kept on this page." in words(answer)
    assert 'value="Saint-Aubin"' in answer.text
    assert visitor.session.scalars(select(Participant)).all() == []


@pytest.mark.abuse(6)
def test_nobody_can_type_themselves_into_a_state(visitor: Visitor) -> None:
    edition, other = factories.edition(visitor.session), factories.edition(visitor.session)
    extra = {"state": "approved", "edition_id": other.id, "max_meetings": "99", "confirmed_at": "2026-01-01"}
    visitor.post(f"/e/{edition.slug}/register", **ZOE, **extra)
    zoe = visitor.session.scalars(select(Participant)).one()
    assert (zoe.state, zoe.edition_id, zoe.max_meetings, zoe.confirmed_at) == (
        "received",
        edition.id,
        None,
        None,
    )


@pytest.mark.abuse(11)
def test_asking_for_the_link_answers_the_same_to_everybody(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    known = factories.participant(visitor.session, edition)
    pages = []
    for email in (known.email, "nobody@nowhere.example"):
        answer = visitor.post(f"/e/{edition.slug}/link", email=email)
        page = words(visitor.get(answer.location))
        pages.append((answer.status_code, answer.location, page.replace(email, "…")))
    assert pages[0] == pages[1]
    assert visitor.session.scalars(select(DomainEvent.kind)).all() == ["PersonalLinkAsked"]


def test_a_wrong_address_is_told_at_its_field(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    answer = visitor.post(f"/e/{edition.slug}/link", email="no address")
    assert answer.status_code == 422
    assert "This does not look like an e-mail address" in words(answer)
    assert 'value="no address"' in answer.text
