"""What is due to whom at which address, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.domain.permissions import RIGHTS
from fairs.web.policy import Access
from tests.abuse.addresses import Knock, every

if TYPE_CHECKING:
    from flask import Flask

    from fairs.models.account import Role
    from tests.abuse.browsing import Answer, Browser
    from tests.abuse.conftest import Served

SIGN_IN, SECOND = "/in", "/in/second"
LET_IN = "let in"
Due = tuple[Knock, int | str]


def outcome(answer: Answer, slug: str) -> int | str:
    """Refused in which way, or let in."""
    if answer.status == 303 and answer.location in {SIGN_IN, SECOND, f"/e/{slug}/link"}:
        return answer.location
    return answer.status if answer.status in {400, 403} or answer.status >= 500 else LET_IN


def try_one(browser: Browser, knock: Knock) -> Answer:
    """Look at a page, or press a button with the right secret of the form."""
    return browser.get(knock.path) if knock.method == "GET" else browser.post(knock.path)


def try_all(browser: Browser, knocks: list[Due], slug: str) -> dict[str, tuple[int | str, int | str]]:
    """What came of each that was to be refused, or could be looked at, where it was not as it should be."""
    wrong = {}
    for knock, due in knocks:
        if due == LET_IN and knock.method != "GET":
            continue  # what it does there is shown by the tests of the page
        answer = try_one(browser, knock)
        came = 404 if due == 404 and answer.status == 404 else outcome(answer, slug)
        if came != due:
            wrong[f"{knock.method} {knock.path}"] = (due, came)
    return wrong


def due_to_a_stranger(knock: Knock, slug: str) -> int | str:
    """To whoever is not signed in, and does not take part."""
    if knock.access is Access.PARTICIPANT:
        return f"/e/{slug}/link"
    if knock.access in {Access.ORGANISER, Access.SIGNED_IN}:
        return SIGN_IN
    return 404 if knock.access is Access.DEMO else LET_IN


def due_to_who_takes_part(knock: Knock, slug: str) -> int | str:
    """By the personal link: their own pages and nothing else."""
    if knock.access is Access.PARTICIPANT:
        return SIGN_IN if knock.fresh else LET_IN
    return due_to_a_stranger(knock, slug)


def due_to_member(role: Role, knock: Knock, slug: str) -> int | str:
    """To somebody of the team who signed in just now."""
    if knock.access is Access.SIGNED_IN:
        return LET_IN
    if knock.access is not Access.ORGANISER or not knock.of_edition:
        return LET_IN if knock.access is Access.ORGANISER else due_to_a_stranger(knock, slug)
    assert knock.area is not None, knock
    if knock.area not in RIGHTS[role].sees:
        return 404
    return LET_IN if knock.method == "GET" or knock.area in RIGHTS[role].changes else 403


def of_pages(served: Served, app: Flask) -> list[Knock]:
    """All but those for everybody, which tests of their own look at, and with ids that lead somewhere."""
    place = served.world.here
    return [
        knock
        for knock in every(app, place.slug, place)
        if knock.access not in {Access.PUBLIC, Access.MACHINE} and not slow(knock)
    ]


def slow(knock: Knock) -> bool:
    """Papers and streams take a while, and are behind the same doors as everything."""
    return knock.endpoint == "organisers.job_events" or knock.path.endswith((".pdf", ".xlsx", ".png"))
