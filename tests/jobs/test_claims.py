from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from fairs.jobs import claims
from fairs.jobs.claims import LeaseLost, Share

if TYPE_CHECKING:
    from fairs.jobs.claims import Claim
    from tests.jobs.works import Works


def nothing(_errand: object) -> None:
    """Do nothing."""


def test_many_claim_at_once_and_each_delivery_has_one_owner(works: Works) -> None:
    works.react("one", nothing)
    for _ in range(40):
        works.happen()
    taken: list[Claim] = []

    def take_all() -> None:
        while claim := works.claim():
            taken.append(claim)

    threads = [threading.Thread(target=take_all) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    owners = Counter(claim.delivery_id for claim in taken)
    assert len(owners) == 40
    assert set(owners.values()) == {1}


def test_what_has_been_due_longest_comes_first(works: Works) -> None:
    works.react("one", nothing)
    for _ in range(3):
        works.happen()
        works.time.pass_by(seconds=1)
    order = [claim.event_seq for claim in (works.claim(), works.claim(), works.claim()) if claim]
    assert order == sorted(order)
    assert works.claim() is None


def test_a_lease_that_ran_out_is_taken_over_and_the_former_owner_is_fenced_off(works: Works) -> None:
    works.react("one", nothing)
    works.happen()
    first = works.claim()
    assert first is not None
    works.time.pass_by(seconds=59)
    assert works.claim() is None
    works.time.pass_by(seconds=2)
    second = works.claim()
    assert second is not None
    assert (second.delivery_id, second.attempt) == (first.delivery_id, 2)
    for write in (claims.finish, claims.release):
        with pytest.raises(LeaseLost), works.sessions.begin() as session:
            write(session, first, works.time())
    with works.sessions.begin() as session:
        claims.finish(session, second, works.time())
    assert works.states() == {"one": "done"}


def test_long_work_renews_its_lease(works: Works) -> None:
    works.react("one", nothing)
    works.happen()
    taken = works.claim()
    assert taken is not None
    for _ in range(5):
        works.time.pass_by(seconds=50)
        with works.sessions.begin() as session:
            claims.renew(session, [taken], works.time())
    assert works.claim() is None


def test_a_share_takes_its_own_handlers_or_all_others(works: Works) -> None:
    works.react("mail.one", nothing)
    works.react("schedule.plan", nothing)
    works.happen()
    with works.sessions.begin() as session:
        mine = claims.claim(session, works.time(), Share(frozenset({"schedule.plan"}), inclusive=True))
        none = claims.claim(session, works.time(), Share(frozenset({"mail.one", "schedule.plan"})))
        other = claims.claim(session, works.time(), Share(frozenset({"schedule.plan"})))
    assert mine is not None
    assert other is not None
    assert (mine.handler, none, other.handler) == ("schedule.plan", None, "mail.one")
