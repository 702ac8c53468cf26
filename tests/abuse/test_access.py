"""Everybody at every address: what one may not see is not there, and what was refused left no trace."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from fairs.domain.permissions import RIGHTS
from fairs.models import Account, Participant
from fairs.web.policy import Access
from tests.abuse.addresses import buttons, every
from tests.abuse.doors import (
    SIGN_IN,
    due_to_a_stranger,
    due_to_member,
    due_to_who_takes_part,
    of_pages,
    try_all,
    try_one,
)

if TYPE_CHECKING:
    from flask import Flask

    from tests.abuse.browsing import Browser
    from tests.abuse.conftest import Served
    from tests.abuse.doors import Due

NOT_YET = {  # a stream; work that nobody asked for
    *("organisers.job_events", "organisers.export_file", "organisers.import_result"),
    "organisers.lines_to_mend",
}


@pytest.mark.abuse(2)
@pytest.mark.abuse(3)
@pytest.mark.abuse(4)
def test_abuse_02_every_role_at_every_address(served: Served, map_of_site: Flask) -> None:
    here, there = served.world.here, served.world.there
    knocks = of_pages(served, map_of_site)
    assert len(knocks) > 150
    strangers = {
        "nobody": served.nobody(),
        "who takes part elsewhere": served.by_link(there.people[0]),
        "who takes part in another edition": served.by_link(served.world.sister.people[0]),
    }
    guests = {"who takes part": served.by_link(here.people[0]), "an owner by link": served.turncoat()}
    team = {role: served.member(role) for role in RIGHTS}
    trials: dict[str, tuple[Browser, list[Due]]] = {
        who: (browser, [(k, due_to_a_stranger(k, here.slug)) for k in knocks])
        for who, browser in strangers.items()
    }
    for who, browser in guests.items():
        trials[who] = browser, [(k, due_to_who_takes_part(k, here.slug)) for k in knocks]
    for role, browser in team.items():
        trials[role] = browser, [(k, due_to_member(role, k, here.slug)) for k in knocks]
    theirs: list[Due] = [(k, 404) for k in knocks if k.access is Access.ORGANISER and k.of_edition]
    trials["owner elsewhere"] = served.member("owner", "there"), theirs
    with served.nothing_written(), ThreadPoolExecutor(4) as hands:
        tried = list(hands.map(lambda who: (who, try_all(*trials[who], here.slug)), trials))
    assert {who: faults for who, faults in tried if faults} == {}


@pytest.mark.abuse(2)
@pytest.mark.abuse(9)
def test_abuse_02_what_wants_a_fresh_sign_in_gets_none_that_is_old(
    served: Served, map_of_site: Flask
) -> None:
    here = served.world.here
    knocks = [knock for knock in of_pages(served, map_of_site) if knock.fresh]
    assert len(knocks) > 9
    with served.world.sessions() as session:
        owner = session.get_one(Account, served.world.team["here", "owner"])
        guest = session.get_one(Participant, here.people[2])
        subjects = [(owner.id, owner.email), (guest.id, guest.email)]
    for subject, email in subjects:
        old = served.long_ago(subject, email)
        assert try_all(old, [(knock, SIGN_IN) for knock in knocks if not knock.of_edition], here.slug) == {}
    assert try_all(old, [(knock, SIGN_IN) for knock in knocks if knock.of_edition], here.slug) == {}


@pytest.mark.abuse(3)
@pytest.mark.abuse(4)
@pytest.mark.abuse(5)
@pytest.mark.abuse(7)
def test_abuse_03_identities_of_others_open_nothing_under_an_address_of_one_s_own(
    served: Served, map_of_site: Flask
) -> None:
    """People, organisations, questions, files, families, activities, webhooks, jobs, invitations, tables."""
    world = served.world
    owner, guest = served.member("owner"), served.by_link(world.here.people[0])
    browsers = {Access.ORGANISER: owner, Access.PARTICIPANT: guest}
    shared = ("/team/", "/organisations/")  # these belong to all editions of a fair
    wrong, found = {}, set()
    with served.nothing_written():
        for whose in (world.there, world.sister):
            for knock in every(map_of_site, world.here.slug, whose, with_ids=True):
                own = whose is world.sister and any(part in knock.path for part in shared)
                if knock.access not in browsers or not knock.of_edition or own:
                    continue
                found.add(knock.endpoint)
                status = try_one(browsers[knock.access], knock).status
                if status != 404:
                    wrong[f"{knock.method} {knock.path}"] = status
    assert wrong == {}
    assert len(found) > 35


def test_the_same_addresses_open_with_one_s_own_identities(served: Served, map_of_site: Flask) -> None:
    """Or else the test above would prove nothing."""
    here = served.world.here
    browsers = {Access.ORGANISER: served.member("owner"), Access.PARTICIPANT: served.by_link(here.people[1])}
    closed = {
        knock.path: answer.status
        for knock in every(map_of_site, here.slug, here, with_ids=True)
        if knock.access in browsers and knock.method == "GET" and knock.endpoint not in NOT_YET
        for answer in [browsers[knock.access].get(knock.path)]
        if answer.status != 200
    }
    assert closed == {}


@pytest.mark.abuse(5)
def test_abuse_05_a_file_of_a_neighbour_is_not_there(served: Served) -> None:
    here = served.world.here
    file = f"/me/{here.slug}/files/{here.ids['file_id']}"
    assert served.by_link(here.people[1]).get(file).status == 200, "of who sent it"
    assert served.by_link(here.people[0]).get(file).status == 404
    assert served.nobody().get(file).status == 303


@pytest.mark.abuse(8)
def test_abuse_08_who_is_out_is_out_on_every_device_at_once(served: Served, map_of_site: Flask) -> None:
    here = served.world.here
    person = here.people[2]
    raw, feed = served.secret("personal", person), served.secret("feed", person)
    browser = served.nobody()
    browser.press_mailed(f"/p/{raw}")
    assert browser.get(f"/me/{here.slug}").status == 200
    with served.world.sessions.begin() as session:
        session.get_one(Participant, person).state = "declined"
    try:
        knocks = [
            (knock, due_to_a_stranger(knock, here.slug))
            for knock in of_pages(served, map_of_site)
            if knock.access is Access.PARTICIPANT
        ]
        assert try_all(browser, knocks, here.slug) == {}
        for dead in (f"/p/{raw}", f"/cal/{feed}.ics"):
            assert browser.get(dead).status == 404
        assert browser.post(f"/p/{raw}").status == 404
    finally:
        with served.world.sessions.begin() as session:
            session.get_one(Participant, person).state = "approved"


@pytest.mark.abuse(18)
def test_abuse_18_no_button_works_without_the_secret_of_the_form(served: Served, map_of_site: Flask) -> None:
    """Whoever is signed in, and from whatever page it is pressed."""
    here = served.world.here
    owner, guest = served.member("owner"), served.by_link(here.people[0])
    stolen = f"csrf_token={served.by_link(here.people[1]).token}".encode()
    tried = {}
    with served.nothing_written():
        for knock in buttons(map_of_site, here):
            browser = owner if knock.access is not Access.PARTICIPANT else guest
            for body in (b"", stolen):
                answer = browser.ask(knock.method, knock.path, body)
                tried[f"{knock.method} {knock.path} {body!r}"] = answer.status
    assert len(tried) > 200
    assert {knock: status for knock, status in tried.items() if status != 400} == {}


@pytest.mark.abuse(19)
def test_abuse_19_what_no_form_of_ours_would_send_is_refused(served: Served, map_of_site: Flask) -> None:
    """JSON, and plain text, which another site may send without being asked."""
    here = served.world.here
    owner = served.member("owner")
    form = f"csrf_token={owner.token}&sure=y".encode()
    bodies = {
        "application/json": f'{{"csrf_token": "{owner.token}", "sure": "y"}}'.encode(),
        "text/plain": form,
    }
    wrong = {}
    with served.nothing_written():
        for knock in buttons(map_of_site, here):
            for kind, body in bodies.items():
                answer = owner.ask(knock.method, knock.path, body, {"Content-Type": kind})
                if answer.status not in {400, 415}:
                    wrong[f"{knock.method} {knock.path} {kind}"] = answer.status
    assert wrong == {}
