"""Every page that links lead an organiser to, before the grid is made and after it is out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.crawling import Crawl, routes_of
from tests.journeys.walking import as_organiser, link_in_mail, look, mail_to, press, publish

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Visitor
    from tests.serving import Site

ORGANISER = "francoise@aubrelle-solidaire.example"
NOT_LINKED = {
    "organisers.file": "a file that somebody sent; taken home in tests of its own",
    "organisers.end": "only while a fair is under way; looked at in tests of its own",
    "organisers.export_file": "a file that takes a while to be made; taken home in tests of its own",
    "organisers.import_check": "after a form; looked at in tests of its own",
    "organisers.job": "for the script of a page that waits for long work",
    "organisers.job_events": "the same",
    "organisers.new_question": "behind a form; looked at in a journey of its own",
    "organisers.pack": "a file that takes a while to be made; taken home in tests of its own",
    "sign_in.address_door": "in a mail to a new address; looked at in tests of its own",
    "sign_in.code": "after a form; looked at on the way in",
    "sign_in.second": "after signing in with a second factor; looked at with a passkey",
    "sign_in.team_invitation": "in a mail to a colleague; looked at in tests of its own",
}


def test_every_page_of_organisers_is_sound(served: Site, visitor: Visitor) -> None:
    anonymous, organiser = visitor(390, 844, touch=True), visitor(390, 844, touch=True)
    door = _ask_for_a_link(anonymous, served)
    as_organiser(organiser, served)
    bench = organiser.url
    public = bench.replace("/o/", "/e/")

    _tell_a_program(organiser, bench)
    crawl = Crawl(routes_of(served))
    crawl.walk(anonymous, [door], "/in")
    crawl.walk(organiser, [bench, f"{served.url}/o", public], "/o")
    crawl.walk(organiser, [f"{served.url}/in/devices"], "/in")
    publish(organiser, bench)
    crawl.see("fr", "dark")
    crawl.walk(organiser, [bench], urlsplit(bench).path)  # other editions are as they were

    assert "\n".join(crawl.faults) == ""
    assert crawl.missed("organisers", "sign_in") == set(NOT_LINKED)


def _tell_a_program(organiser: Page, bench: str) -> None:
    """Somewhere where nobody listens; the page of a webhook is only there once there is one."""
    organiser.goto(f"{bench}/webhooks")
    organiser.locator("[name=address]").fill("https://program.invalid/hook")
    organiser.locator("[value=EditionOpened]").check()
    organiser.locator("form:has([name=address]) button[type=submit]").click()
    expect(organiser).to_have_url(re.compile(r"/webhooks/[0-9a-f-]{36}"))


def _ask_for_a_link(anonymous: Page, served: Site) -> str:
    """The address of the page that signs the organiser in."""
    anonymous.goto(f"{served.url}/in")
    anonymous.get_by_role("textbox").fill(ORGANISER)
    press(anonymous, "Mail me a link")
    look(anonymous)
    mail_to(anonymous, served, ORGANISER, 1)
    return link_in_mail(anonymous, "/in/")
