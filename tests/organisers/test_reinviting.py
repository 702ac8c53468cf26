"""Those of an earlier edition are invited again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from fairs.domain import addresses, tokens
from fairs.models import DomainEvent, Invitation, Listing, Organisation, Participant
from tests import factories
from tests.factories import FAIR_DAY, NOW
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk

KINDS = ["ess", "classic", "public", "support", "funder", "citizen", "none"]


@pytest.fixture
def earlier(session: Session, edition: Edition) -> Edition:
    """The one of a year before."""
    year = timedelta(days=364)
    starts_at, ends_at = FAIR_DAY.replace(hour=8) - year, FAIR_DAY.replace(hour=16) - year
    return factories.edition(session, of=edition.fair, starts_at=starts_at, ends_at=ends_at)


def typed(earlier: Edition, **more: Any) -> dict[str, Any]:
    return {"earlier": earlier.slug, "groups": ["came"], "families": KINDS, "approves": "y", **more}


def test_who_is_left_out_and_why_is_read_before_anything_leaves(
    desk: Desk, session: Session, edition: Edition, earlier: Edition
) -> None:
    here = f"/o/{edition.slug}/reinvite"
    factories.participant(session, earlier, name="Zoé", organisation="Recyclerie")
    factories.participant(session, earlier, reminders_stopped_at=NOW)
    for email in ("dead@org.example", "here@org.example", "asked@org.example"):
        factories.participant(session, earlier, email=email)
    addresses.mark(session, "dead@org.example", "bounced", "550", NOW)
    factories.participant(session, edition, email="here@org.example")
    desk.post(f"/o/{edition.slug}/invitations/people", people="asked@org.example", family="", language="fr")
    for state in ("withdrawn", "declined", "received"):
        factories.participant(session, earlier, state=state)
    factories.participant(session, earlier, family="funder")

    read = desk.post(here, **typed(earlier, families=["ess"]))

    said = words(read)
    assert "1 mail leaves." in said
    assert "1 person is left out: asked for no such mail." in said
    assert "1 person is left out: no mail reaches the address." in said
    assert "1 person is left out: registered for this edition already." in said
    assert "1 person is left out: invited to this edition already." in said
    assert "Recyclerie , Zoé" in said
    assert session.scalar(select(func.count()).select_from(Invitation)) == 1

    assert "2 mails leave." in words(desk.post(here, **typed(earlier, families=["ess", "funder"])))
    both = desk.post(here, **typed(earlier, families=["ess"], groups=["came", "withdrew"]))
    assert "2 mails leave." in words(both)


@pytest.mark.abuse(39)
def test_abuse_39_each_gets_one_link_however_often_the_button_is_pressed(
    desk: Desk, session: Session, edition: Edition, earlier: Edition
) -> None:
    people = [factories.participant(session, earlier) for _ in range(3)]
    sure = typed(earlier, words="Revenez !", sure="1", expected="2", but=[str(people[2].id)])
    for _ in range(2):
        assert desk.post(f"/o/{edition.slug}/reinvite", **sure).location == f"/o/{edition.slug}/invitations"
    session.expire_all()
    invited = {one.email: one for one in session.scalars(select(Invitation))}
    assert set(invited) == {person.email for person in people[:2]}
    one = invited[people[0].email]
    assert one.filled_in == {
        "again_of": str(people[0].id),
        "email": people[0].email,
        "organisation": people[0].organisation.name,
        "town": "Saint-Aubin",
        "name": people[0].name,
        "language": "fr",
    }
    assert (one.words, one.family and one.family.slug, one.approves) == ("Revenez !", "ess", True)
    kinds = session.scalars(select(DomainEvent.kind)).all()
    assert (kinds.count("PersonInvited"), kinds.count("PeopleReinvited")) == (2, 1)


def test_when_others_would_be_written_to_meanwhile_nothing_is_sent(
    desk: Desk, session: Session, edition: Edition, earlier: Edition
) -> None:
    factories.participant(session, earlier)
    answer = desk.post(f"/o/{edition.slug}/reinvite", **typed(earlier, sure="1", expected="2"))
    assert answer.status_code == 422
    assert "Meanwhile other people would be written to." in words(answer)
    assert session.scalars(select(Invitation)).all() == []


def test_whoever_comes_again_finds_the_form_filled_in_and_their_organisation_as_it_was(
    desk: Desk, session: Session, edition: Edition, earlier: Edition
) -> None:
    person = factories.participant(session, earlier, name="Zoé", organisation="Recyclerie", role="Directrice")
    person.organisation.listings = [Listing(side="offer", cooperation="flow", text="Bois")]
    desk.post(f"/o/{edition.slug}/reinvite", **typed(earlier, sure="1", expected="1"))
    invitation = session.scalars(select(Invitation)).one()
    raw = tokens.issue(session, "invitation", invitation.id, "of the tests", NOW)
    session.commit()
    form = desk.get(f"/e/{edition.slug}/register?by={raw}").text
    for value in ("Recyclerie", "Zoé", "Directrice", "Saint-Aubin", person.email):
        assert f'value="{value}"' in form
    known = {
        name: invitation.filled_in[name] for name in ("organisation", "town", "name", "email", "language")
    }
    answer = desk.post(f"/e/{edition.slug}/register", by=raw, family="ess", **known)
    assert answer.status_code == 303
    session.expire_all()
    again = session.scalars(select(Participant).filter_by(edition_id=edition.id)).one()
    assert (again.state, again.organisation_id) == ("approved", person.organisation_id)
    assert [listing.text for listing in again.organisation.listings] == ["Bois"]
    assert session.scalar(select(func.count()).select_from(Organisation)) == 1


@pytest.mark.parametrize("other", [{"email": "somebody@else.example"}, {"organisation": "Another employer"}])
def test_who_comes_for_somebody_else_begins_anew(
    desk: Desk, session: Session, edition: Edition, earlier: Edition, other: dict[str, str]
) -> None:
    person = factories.participant(session, earlier, organisation="Recyclerie")
    desk.post(f"/o/{edition.slug}/reinvite", **typed(earlier, sure="1", expected="1"))
    invitation = session.scalars(select(Invitation)).one()
    raw = tokens.issue(session, "invitation", invitation.id, "of the tests", NOW)
    session.commit()
    known = {
        name: invitation.filled_in[name] for name in ("organisation", "town", "name", "email", "language")
    }
    desk.post(f"/e/{edition.slug}/register", **known | {"by": raw, "family": "ess"} | other)
    session.expire_all()
    came = session.scalars(select(Participant).filter_by(edition_id=edition.id)).one()
    assert came.organisation_id != person.organisation_id
    assert person.organisation.name == "Recyclerie"


@pytest.mark.abuse(4)
def test_abuse_04_people_of_another_fair_cannot_be_chosen(
    desk: Desk, session: Session, edition: Edition, earlier: Edition
) -> None:
    stranger = factories.edition(session, starts_at=earlier.starts_at, ends_at=earlier.ends_at)
    factories.participant(session, stranger)
    answer = desk.post(f"/o/{edition.slug}/reinvite", **typed(stranger, sure="1", expected="1"))
    assert answer.status_code == 422
    assert re.search("Choose", answer.text)
    assert session.scalars(select(Invitation)).all() == []


def test_a_first_edition_says_that_there_is_nobody_yet(desk: Desk, edition: Edition) -> None:
    assert "This is the first edition of its fair." in desk.words(f"/o/{edition.slug}/reinvite")
