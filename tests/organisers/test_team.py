"""Who runs a fair: invited by mail, in a rôle, never without an owner."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import tokens
from fairs.models import Account, DomainEvent, Membership, TeamInvitation
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import Desk, words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Edition

NEW = "gwenaelle@boucles.example"
SECRET = "of the tests"


def invite(desk: Desk, edition: Edition, role: str = "desk", email: str = NEW) -> str:
    """The link of the mail."""
    answer = desk.post(f"/o/{edition.slug}/team", email=email, role=role)
    assert answer.location == f"/o/{edition.slug}/team"
    found = desk.session.scalars(
        select(TeamInvitation).filter_by(email=email.casefold(), revoked_at=None)
    ).one()
    return "/in/team/" + tokens.issue(desk.session, "team", found.id, SECRET, NOW)


def roles(session: Session, edition: Edition) -> dict[str, str]:
    members = session.scalars(select(Membership).filter_by(fair_id=edition.fair_id)).all()
    return {member.account.email: member.role for member in members}


@pytest.mark.abuse(10)
def test_a_button_accepts_an_invitation_once(
    app: Flask, desk: Desk, session: Session, edition: Edition
) -> None:
    way = invite(desk, edition)
    newcomer = Desk(app.test_client(), session)
    for _ in range(2):
        page = words(newcomer.get(way))
        assert "Maïwenn Organise invites you to the team, as reception." in page
        assert "Sees who comes, and notes on the day who is there; nothing else." in page
    assert NEW not in roles(session, edition)

    nameless = newcomer.post(way, name="")
    assert (nameless.status_code, "This is needed." in words(nameless)) == (422, True)
    assert newcomer.post(way, name="Gwenaëlle Le Gall").location == "/o"
    session.expire_all()
    assert roles(session, edition)[NEW] == "desk"
    assert newcomer.get(f"/o/{edition.slug}/people").status_code == 200
    assert Desk(app.test_client(), session).post(way, name="Somebody").status_code == 404
    assert "joined the team" in desk.words(f"/o/{edition.slug}/journal")


def test_who_has_an_account_is_asked_no_name(
    app: Flask, desk: Desk, session: Session, edition: Edition
) -> None:
    other = factories.organiser(session, factories.fair(session), email=NEW, name="Gwenaëlle")
    way = invite(desk, edition, "organiser", f" {NEW.upper()} ".strip())
    browser = Desk(app.test_client(), session)
    assert 'name="name"' not in browser.get(way).text
    assert browser.post(way).location == "/o"
    session.expire_all()
    assert len(other.memberships) == 2
    assert session.scalars(select(Account).filter_by(email=NEW)).one() is other


@pytest.mark.abuse(9)
def test_abuse_09_an_invitation_ends_after_a_fortnight_or_when_it_is_taken_back(
    desk: Desk, visitor: Desk, session: Session, edition: Edition
) -> None:
    way = invite(desk, edition)
    found = session.scalars(select(TeamInvitation)).one()
    assert found.ends_at == NOW + timedelta(days=14)
    again = invite(desk, edition, "viewer")
    assert visitor.get(way).status_code == 404, "a later one takes the place of an earlier one"
    newest = session.scalars(select(TeamInvitation).filter_by(revoked_at=None)).one()
    assert desk.post(f"/o/{edition.slug}/team/invitations/{newest.id}/revoke").status_code == 303
    assert visitor.get(again).status_code == 404
    assert visitor.post(again, name="Eve").status_code == 404

    third = invite(desk, edition)
    living = session.scalars(select(TeamInvitation).filter_by(revoked_at=None)).one()
    living.ends_at = NOW
    assert visitor.post(third, name="Eve").status_code == 404


def test_a_fair_is_never_without_an_owner(desk: Desk, session: Session, edition: Edition) -> None:
    own = session.scalars(select(Membership).filter_by(fair_id=edition.fair_id)).one()
    here = f"/o/{edition.slug}/team/{own.id}"
    refused = desk.post(here, role="viewer")
    assert refused.status_code == 422
    assert "Maïwenn Organise is the only owner: make somebody else an owner first." in words(refused)
    assert desk.post(f"{here}/remove").status_code == 409

    other = factories.organiser(session, edition.fair, name="Ronan")
    assert desk.post(here, role="viewer").status_code == 303
    session.expire_all()
    assert roles(session, edition)[other.email] == "owner"
    assert own.role == "viewer"
    assert desk.post(here, role="owner").status_code == 403, "it holds at once"


def test_who_is_removed_is_out_at_once(app: Flask, desk: Desk, session: Session, edition: Edition) -> None:
    other = factories.organiser(session, edition.fair, name="Ronan")
    theirs = Desk(app.test_client(), session).sign_in(other)
    member = session.scalars(select(Membership).filter_by(account_id=other.id)).one()
    assert theirs.get(f"/o/{edition.slug}").status_code == 200
    assert desk.post(f"/o/{edition.slug}/team/{member.id}/remove").status_code == 303
    assert theirs.get(f"/o/{edition.slug}").status_code == 404


@pytest.mark.abuse(3)
def test_abuse_03_the_team_of_another_fair_is_not_within_reach(
    desk: Desk, session: Session, edition: Edition
) -> None:
    elsewhere = factories.fair(session)
    member = factories.organiser(session, elsewhere).memberships[0]
    here = f"/o/{edition.slug}/team"
    assert desk.get(f"{here}/{member.id}").status_code == 404
    assert desk.post(f"{here}/{member.id}", role="viewer").status_code == 404
    assert desk.post(f"{here}/{member.id}/remove").status_code == 404
    assert desk.get(f"{here}/nonsense").status_code == 404
    assert desk.post(f"{here}/invitations/nonsense/revoke").status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "gwen@", "role": "desk"}, "This does not look like an e-mail address"),
        ({"email": NEW, "role": "emperor"}, "Choose one of what stands here."),
        ({"email": "", "role": "desk"}, "This is needed."),
    ],
)
def test_what_cannot_be_is_said(desk: Desk, edition: Edition, typed: dict[str, str], said: str) -> None:
    answer = desk.post(f"/o/{edition.slug}/team", **typed)
    assert answer.status_code == 422
    assert said in words(answer)


def test_who_belongs_to_the_team_is_not_invited(desk: Desk, session: Session, edition: Edition) -> None:
    known = factories.organiser(session, edition.fair)
    answer = desk.post(f"/o/{edition.slug}/team", email=known.email, role="desk")
    assert f"{known.email} belongs to the team already." in words(answer)


def test_what_happens_to_a_team_stands_in_the_journal(desk: Desk, session: Session, edition: Edition) -> None:
    other = factories.organiser(session, edition.fair).memberships[0]
    here = f"/o/{edition.slug}/team"
    desk.post(f"{here}/{other.id}", role="viewer")
    desk.post(f"{here}/{other.id}/remove")
    invite(desk, edition)
    kinds = session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)).all()
    assert kinds == ["TeamRoleChanged", "TeamLeft", "TeamInvited"]
    page = desk.words(f"/o/{edition.slug}/journal")
    assert "Maïwenn Organise gave somebody of the team another rôle." in page
    desk.post(f"{here}/second-factor", demanded="y")
    assert desk.get(here).location == "/in/second"
