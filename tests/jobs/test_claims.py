from __future__ import annotations

import os
import subprocess
import threading
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.jobs import claims
from fairs.jobs.claims import LeaseLost
from fairs.jobs.owners import new_owner
from fairs.models import Delivery

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


def test_what_somebody_waits_for_goes_before_what_has_waited_longer(works: Works) -> None:
    works.react("mail.letter", nothing)
    works.react("mail.before_meeting", nothing, priority=1)
    works.react("mail.sign_in", nothing, priority=2)
    for _ in range(2):
        works.happen()
        works.time.pass_by(seconds=1)
    order = [(taken.handler, taken.event_seq) for taken in iter(works.claim, None)]
    assert order == [
        ("mail.sign_in", 1),
        ("mail.sign_in", 2),
        ("mail.before_meeting", 1),
        ("mail.before_meeting", 2),
        ("mail.letter", 1),
        ("mail.letter", 2),
    ]


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


def held_by(works: Works, owner: str) -> None:
    with works.sessions.begin() as session:
        session.scalars(select(Delivery)).one().owner = owner


@pytest.mark.parametrize("noticed", [True, False])
def test_what_a_killed_process_held_is_taken_over_at_once(works: Works, noticed: bool) -> None:
    works.react("one", nothing)
    works.happen()
    assert works.claim() is not None
    with subprocess.Popen(["true"]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, and still on the list
        if noticed:
            process.wait()
        held_by(works, new_owner().replace(f" {os.getpid()} ", f" {process.pid} "))
        with works.sessions.begin() as session:
            claims.take_over(session, works.time())
    taken = works.claim()
    assert taken is not None
    assert taken.attempt == 2


@pytest.mark.parametrize(
    "owner",
    [new_owner(), "elsewhere/0badcafe/4026531836 999999 17/who knows", "nonsense"],
    ids=["own", "elsewhere", "nonsense"],
)
def test_what_somebody_may_still_be_doing_is_left_to_its_lease(works: Works, owner: str) -> None:
    works.react("one", nothing)
    works.happen()
    assert works.claim() is not None
    held_by(works, owner)
    with works.sessions.begin() as session:
        claims.take_over(session, works.time())
    assert works.claim() is None


def test_a_lane_takes_what_stands_in_its_queue(works: Works) -> None:
    works.react("mail.one", nothing)
    works.react("schedule.plan", nothing, queue="solve")
    works.happen()
    with works.sessions.begin() as session:
        mine = claims.claim(session, works.time(), "solve")
        none = claims.claim(session, works.time(), "solve")
        other = claims.claim(session, works.time(), "mail")
    assert mine is not None
    assert other is not None
    assert (mine.handler, none, other.handler) == ("schedule.plan", None, "mail.one")


def test_one_delivery_is_taken_by_whoever_was_called_to_it_first(works: Works) -> None:
    works.react("one", nothing)
    works.react("two", nothing)
    works.happen()
    called = next(delivery.id for delivery in works.deliveries() if delivery.handler == "two")
    with works.sessions.begin() as session:
        first = claims.claim_one(session, called, works.time())
        second = claims.claim_one(session, called, works.time())
    assert first is not None
    assert (first.handler, second) == ("two", None)
