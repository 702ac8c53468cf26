"""Every page that links lead visitors and participants to, before the grid is made and after it is out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.crawling import Crawl, routes_of
from tests.journeys.walking import (
    as_organiser,
    follow,
    link_in_mail,
    look,
    mail_to,
    open_fair,
    press,
    publish,
    register,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Visitor
    from tests.serving import Site

NEWCOMER = "ines@atelier-des-lisieres.example"
GUEST = "t.perennou@automobiles-perennou.example"  # whom the demonstration lets visitors be
REMINDED = "loic@amap-des-saules.example"  # did not confirm the registration
AREAS = ("public", "participants", "ways_in", "demonstration", "health", "watching", "static", "bootstrap")
NOT_LINKED = {
    "bootstrap.static": "what pages are made of; if it failed, the page would",
    "demonstration.mail_page": "a mail, not a page of ours: in the language and with the headings of mails",
    "health.healthz": "for programs",
    "health.readyz": "the same",
    "participants.my_file": "a file that was sent; taken home in tests of its own",
    "public.accent": "what pages are made of; if it failed, the page would",
    "public.follow_asked": "after a form; looked at in the journey of a meetup",
    "public.exception_asked": "after a form that is there once registration has closed",
    "public.late": "only once registration has closed; looked at in the journey of a closed edition",
    "public.link_sent": "after a form; looked at on the way in",
    "public.registered": "after a form; looked at on the way in",
    "static": "what pages are made of; if it failed, the page would",
    "watching.metrics": "for programs",
    "ways_in.feed": "a webcal: address, for calendars",
    "ways_in.follow_door": "a link in a mail; looked at in the journey of a meetup",
    "ways_in.invitation": "a link in a mail; looked at in the journey of a closed edition",
    "ways_in.unfollow_door": "the same",
}


def test_every_page_of_visitors_and_participants_is_sound(served: Site, visitor: Visitor) -> None:
    anonymous, newcomer, participant, organiser = (visitor(390, 844, touch=True) for _ in range(4))
    _ask_for_a_link(anonymous, served)
    _come_anew(newcomer, served)
    _enter(participant, served)
    as_organiser(organiser, served)
    mine, public = participant.url, participant.url.replace("/me/", "/e/")

    crawl = Crawl(routes_of(served))
    mail_to(anonymous, served, REMINDED, 1)
    choice = link_in_mail(anonymous, "/u/")
    crawl.walk(anonymous, [f"{served.url}/", choice], "/")
    crawl.walk(newcomer, [mine], "/me/")
    crawl.walk(participant, [mine, public], "/me/")
    publish(organiser, organiser.url)
    crawl.see("fr", "dark")
    crawl.walk(participant, [mine, public], "/me/")
    mail_to(anonymous, served, GUEST, 2)
    crawl.walk(anonymous, [f"{served.url}/", anonymous.url], "/")

    assert "\n".join(crawl.faults) == ""
    assert crawl.missed(*AREAS) == set(NOT_LINKED)


def _ask_for_a_link(anonymous: Page, served: Site) -> None:
    """A participant's."""
    open_fair(anonymous, served)
    follow(anonymous, "I am registered already")
    anonymous.get_by_role("textbox").fill(GUEST)
    press(anonymous, "Send me my link")
    look(anonymous)


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
