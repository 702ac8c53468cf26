"""The pages of places and families, and of the waiting list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.domain import registrations
from fairs.queries import families
from tests import factories
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Family
    from tests.organisers.conftest import Desk

TYPED = {"name_fr": "Mutuelles", "name_en": "Mutuals", "kind": "ess", "quota": "3", "approves_itself": "no"}


def named(session: Session, edition: Edition, name: str) -> Family:
    session.expire_all()
    return next(one for one in families.of_edition(session, edition) if one.name("en") == name)


def test_a_family_is_added_changed_moved_and_removed(desk: Desk, session: Session, edition: Edition) -> None:
    here = f"/o/{edition.slug}/families"
    assert "Social and solidarity economy" in desk.words(here)

    assert desk.post(f"{here}/new", **TYPED, legal_forms="Mutuelle\n\nUnion\nMutuelle").location == here

    added = named(session, edition, "Mutuals")
    assert (added.slug, added.kind, added.quota, added.approves_itself) == ("ess-2", "ess", 3, False)
    assert added.legal_forms == ["Mutuelle", "Union"]

    changed = TYPED | {"quota": "", "price_en": "20 euros", "approves_itself": ""}
    assert desk.post(f"{here}/{added.id}", **changed).location == here
    added = named(session, edition, "Mutuals")
    assert (added.quota, added.price("en"), added.approves_itself) == (None, "20 euros", None)

    desk.post(f"{here}/{added.id}/move", up="1")
    session.expire_all()
    assert [one.slug for one in families.of_edition(session, edition)][-2:] == ["ess-2", "citizen"]

    desk.post(f"{here}/{added.id}/remove")
    session.expire_all()
    assert "ess-2" not in [one.slug for one in families.of_edition(session, edition)]


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(
    desk: Desk, session: Session, edition: Edition
) -> None:
    here = f"/o/{edition.slug}/families"
    for _ in range(2):
        factories.participant(session, edition, family="ess")
    ess = named(session, edition, "Social and solidarity economy")

    fewer = desk.post(f"{here}/{ess.id}", **TYPED | {"quota": "1"})
    assert fewer.status_code == 422
    assert "2 people of this family take part already" in words(fewer)
    assert 'value="Mutuelles"' in fewer.text

    twin = desk.post(f"{here}/new", **TYPED | {"name_en": "Funder"})
    assert (twin.status_code, "Another family is called Funder." in words(twin)) == (422, True)

    huge = desk.post(f"{here}/new", **TYPED | {"quota": "99999999999999999999"})
    assert (huge.status_code, "Between 0 and 100000" in words(huge)) == (422, True)

    kept = desk.post(f"{here}/{ess.id}/remove")
    assert "2 people belong to this family" in words(kept)


def test_who_may_meet_whom_is_ticked(desk: Desk, session: Session, edition: Edition) -> None:
    here = f"/o/{edition.slug}/families"
    every = families.of_edition(session, edition)
    funder = named(session, edition, "Funder")
    ticks = [
        f"{one.id}/{other.id}"
        for number, one in enumerate(every)
        for other in every[number:]
        if not one is other is funder
    ]
    desk.post(f"{here}/meet", meet=ticks)
    session.expire_all()
    assert families.apart(session, edition) == [(funder.id, funder.id)]
    page = desk.get(here).text
    assert page.count("checked") == len(ticks) + 1  # and whoever comes late waits


def test_how_places_are_given_is_set(desk: Desk, session: Session, edition: Edition) -> None:
    here = f"/o/{edition.slug}/families"
    desk.post(f"{here}/admission", offer_hours="24", invitation_only="y")
    session.expire_all()
    assert (edition.waits, edition.offer_hours, edition.invitation_only) == (False, 24, True)
    wrong = desk.post(f"{here}/admission", offer_hours="0")
    assert (wrong.status_code, "Between 1 and 336" in words(wrong)) == (422, True)


def test_the_list_says_who_waits_for_what_and_lets_somebody_in_first(
    desk: Desk, session: Session, edition: Edition
) -> None:
    edition.capacity, edition.approves_itself = 1, True
    factories.participant(session, edition)
    people = [factories.participant(session, edition, name=name, state="received") for name in ("Ali", "Mia")]
    for person in people:
        registrations.confirm(session, person, factories.NOW)
    here = f"/o/{edition.slug}/waiting"

    shown = desk.words(here)
    assert "1 of 1 places are taken." in shown
    assert shown.index("Ali") < shown.index("Mia")
    assert "all places of the edition are taken" in shown

    refused = desk.post(f"{here}/{people[1].id}/let-in")
    assert "There is no place for Mia" in words(refused)
    edition.starts_at = factories.NOW  # the list gives no more
    edition.capacity = 2
    assert desk.post(f"{here}/{people[1].id}/let-in").location == here
    session.expire_all()
    assert [person.state for person in people] == ["waitlisted", "approved"]


def test_the_people_page_leads_to_those_who_wait(desk: Desk, session: Session, edition: Edition) -> None:
    factories.participant(session, edition, state="waitlisted", waitlisted_at=factories.NOW)
    page = desk.get(f"/o/{edition.slug}/people")
    assert f"/o/{edition.slug}/waiting" in page.text
    assert "on the waiting list" in words(page)
