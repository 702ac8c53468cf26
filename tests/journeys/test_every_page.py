"""Every page that links lead to, as each person sees it, before the grid is made and after it is out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from fairs.app import create_app
from fairs.config import Settings
from tests.journeys.crawling import Crawl
from tests.journeys.walking import (
    as_organiser,
    follow,
    link_in_mail,
    look,
    mail_to,
    open_fair,
    press,
    register,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from werkzeug.routing import MapAdapter

    from tests.journeys.conftest import Visitor
    from tests.serving import Site

NEWCOMER = "ines@atelier-des-lisieres.example"
GUEST = "t.perennou@automobiles-perennou.example"  # whom the demonstration lets visitors be
REMINDED = "loic@amap-des-saules.example"  # did not confirm the registration
ORGANISER = "francoise@aubrelle-solidaire.example"
NOT_LINKED = {
    "bootstrap.static": "what pages are made of; if it failed, the page would",
    "demonstration.mail_page": "a mail, not a page of ours: in the language and with the headings of mails",
    "health.healthz": "for programs",
    "health.readyz": "the same",
    "organisers.file": "a file that somebody sent; taken home in tests of its own",
    "organisers.end": "only while a fair is under way; looked at in tests of its own",
    "organisers.export_file": "a file that takes a while to be made; taken home in tests of its own",
    "organisers.import_check": "after a form; looked at in tests of its own",
    "organisers.job": "for the script of a page that waits for long work",
    "organisers.job_events": "the same",
    "organisers.new_question": "behind a form; looked at in a journey of its own",
    "organisers.pack": "a file that takes a while to be made; taken home in tests of its own",
    "participants.my_file": "a file that was sent; taken home in tests of its own",
    "public.accent": "what pages are made of; if it failed, the page would",
    "public.follow_asked": "after a form; looked at in the journey of a meetup",
    "public.link_sent": "after a form; looked at on the way in",
    "public.registered": "after a form; looked at on the way in",
    "sign_in.address_door": "in a mail to a new address; looked at in tests of its own",
    "sign_in.code": "after a form; looked at on the way in",
    "sign_in.second": "after signing in with a second factor; looked at with a passkey",
    "sign_in.team_invitation": "in a mail to a colleague; looked at in tests of its own",
    "static": "what pages are made of; if it failed, the page would",
    "watching.metrics": "for programs",
    "ways_in.feed": "a webcal: address, for calendars",
    "ways_in.follow_door": "a link in a mail; looked at in the journey of a meetup",
    "ways_in.unfollow_door": "the same",
}


def test_every_page_is_sound(served: Site, visitor: Visitor) -> None:
    routes = _routes(served)
    anonymous, newcomer, participant, organiser = (visitor(390, 844, touch=True) for _ in range(4))
    door = _ask_for_links(anonymous, served)
    _come_anew(newcomer, served)
    _enter(participant, served)
    as_organiser(organiser, served)
    mine, bench, public = participant.url, organiser.url, participant.url.replace("/me/", "/e/")

    _tell_a_program(organiser, bench)
    before = Crawl(routes, "en", "light")
    mail_to(anonymous, served, REMINDED, 1)
    choice = link_in_mail(anonymous, "/u/")
    before.walk(anonymous, [f"{served.url}/", door, choice], "/")
    before.walk(newcomer, [mine], "/me/")
    before.walk(participant, [mine, public], "/me/")
    before.walk(organiser, [bench, f"{served.url}/o", public], "/o")
    before.walk(organiser, [f"{served.url}/in/devices"], "/in")
    _publish(organiser, bench)
    after = Crawl(routes, "fr", "dark")
    after.walk(participant, [mine, public], "/me/")
    after.walk(organiser, [bench, f"{served.url}/o"], "/o")
    mail_to(anonymous, served, GUEST, 2)
    after.walk(anonymous, [f"{served.url}/", anonymous.url], "/")

    assert "\n".join(before.faults + after.faults) == ""
    readable = {rule.endpoint for rule in routes.map.iter_rules() if "GET" in (rule.methods or ())}
    assert readable - before.reached - after.reached == set(NOT_LINKED)


def _tell_a_program(organiser: Page, bench: str) -> None:
    """Somewhere where nobody listens; the page of a webhook is only there once there is one."""
    organiser.goto(f"{bench}/webhooks")
    organiser.locator("[name=address]").fill("https://program.invalid/hook")
    organiser.locator("[value=EditionOpened]").check()
    organiser.locator("form:has([name=address]) button[type=submit]").click()
    expect(organiser).to_have_url(re.compile(r"/webhooks/[0-9a-f-]{36}"))


def _routes(served: Site) -> MapAdapter:
    """What addresses mean, told by the program that serves them."""
    database = f"sqlite:///{served.home / 'maillage.sqlite3'}"
    app = create_app(Settings(home=served.home, database_url=database, secret_key="of no use", pump=False))
    return app.url_map.bind("")


def _ask_for_links(anonymous: Page, served: Site) -> str:
    """A participant's and an organiser's; the address of the page that signs the organiser in."""
    anonymous.goto(f"{served.url}/in")
    anonymous.get_by_role("textbox").fill(ORGANISER)
    press(anonymous, "Mail me a link")
    look(anonymous)
    mail_to(anonymous, served, ORGANISER, 1)
    door = link_in_mail(anonymous, "/in/")
    open_fair(anonymous, served)
    follow(anonymous, "I am registered already")
    anonymous.get_by_role("textbox").fill(GUEST)
    press(anonymous, "Send me my link")
    look(anonymous)
    return door


def _come_anew(newcomer: Page, served: Site) -> None:
    """Somebody who waits for the organiser: most pages are still empty."""
    open_fair(newcomer, served)
    register(newcomer, "Atelier des Lisières", "Inês Gonçalves", NEWCOMER)
    mail_to(newcomer, served, NEWCOMER, 1)
    newcomer.goto(link_in_mail(newcomer, "/p/"))
    press(newcomer, "Confirm my registration")
    expect(newcomer).to_have_url(re.compile("/me/"))


def _enter(participant: Page, served: Site) -> None:
    participant.goto(f"{served.url}/?lang=en")
    press(participant, "Go in as this participant")
    expect(participant).to_have_url(re.compile("/me/"))


def _publish(organiser: Page, bench: str) -> None:
    organiser.goto(f"{bench}/wishes?lang=en")
    press(organiser, "Close the wishes")
    follow(organiser, "Plan")
    organiser.get_by_label(re.compile("seconds", re.IGNORECASE)).fill("1")
    press(organiser, "Make the grid")
    expect(organiser.get_by_role("heading", name="The grid is ready")).to_be_visible(timeout=60_000)
    follow(organiser, "Look at the grid")
    follow(organiser, "See what publishing does")
    look(organiser)
    organiser.get_by_role("button", name=re.compile("^Publish and write to")).click()
    expect(organiser.locator("main")).to_contain_text("are being written to")
