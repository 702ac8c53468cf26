"""A meetup: somebody follows it and answers on a telephone; the host calls it off; everybody reads so."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.walking import as_organiser, follow, link_in_mail, look, mail_to, press

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Visitor
    from tests.serving import Site

GROUP = "/g/jeudis-du-reemploi"
LEA, NOUR = "lea@atelier-des-lisieres.example", "nour@atelier-des-lisieres.example"


def test_following_answering_and_a_word_to_everybody(served: Site, visitor: Visitor) -> None:
    telephone, laptop = visitor(360, 740, touch=True), visitor(1280, 800)
    _follow(telephone, served)
    slug = _answer(telephone, served)
    _sign_up(telephone, served, slug)
    _read_as_machines_do(telephone, served, slug)
    as_organiser(laptop, served)
    _choose_another_rule(laptop, served, slug)
    _cancel(laptop, served, slug)
    for reader, mails in ((LEA, 3), (NOUR, 3)):
        mail_to(telephone, served, reader, mails)
        expect(telephone.locator("pre")).to_contain_text("The hall is closed.")
    _stop_following(telephone, served)


def _follow(page: Page, served: Site) -> None:
    page.goto(f"{served.url}{GROUP}?lang=en")
    look(page)
    expect(page.locator("main")).to_contain_text(re.compile("Thursday of the month, from 18:00 to 20:00"))
    page.get_by_role("textbox", name="E-mail address").fill(LEA)
    press(page, "Follow")
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step: look into your mail")
    look(page)
    mail_to(page, served, LEA, 1)
    page.goto(link_in_mail(page, "/follow/"))
    look(page)
    press(page, "Follow")
    expect(page.get_by_role("heading", level=1)).to_have_text("You follow “Les jeudis du réemploi”")


def _answer(page: Page, served: Site) -> str:
    page.goto(f"{served.url}{GROUP}")
    page.locator("ol.programme h3 a").first.click()
    slug = page.url.rpartition("/")[2]
    follow(page, "Say whether you come")
    look(page)
    page.get_by_label("Yes, I come").check()
    page.get_by_label("Guests whom you bring").fill("1")
    page.get_by_label("Your first and last name").fill("Nour Haddad")
    page.get_by_role("textbox", name="E-mail address").fill(NOUR)
    press(page, "Say whether you come")
    mail_to(page, served, NOUR, 1)
    page.goto(link_in_mail(page, "/p/"))
    press(page, "Confirm my registration")
    expect(page.get_by_role("heading", level=1)).to_have_text("See you there")
    look(page)
    mail_to(page, served, NOUR, 2)
    expect(page.locator("pre")).to_contain_text("You come, with one guest.")
    return slug


def _sign_up(page: Page, served: Site, slug: str) -> None:
    page.goto(f"{served.url}/me/{slug}/programme")
    look(page)
    page.get_by_role("button", name=re.compile("^Sign up for")).first.click()
    expect(page.get_by_role("status")).to_contain_text("You are signed up for")
    expect(page.get_by_role("button", name=re.compile("^Give my place back"))).to_have_count(1)


def _read_as_machines_do(page: Page, served: Site, slug: str) -> None:
    """The policy against inline scripts lets data stand: nothing of it is reported as a fault."""
    page.goto(f"{served.url}/e/{slug}")
    (event,) = json.loads(page.locator("script[type='application/ld+json']").inner_text())["@graph"]
    assert event["url"] == f"{served.url}/e/{slug}"
    card = page.request.get(page.locator("meta[property='og:image']").get_attribute("content") or "")
    assert (card.status, card.headers["content-type"]) == (200, "image/png")


def _choose_another_rule(page: Page, served: Site, slug: str) -> None:
    page.goto(f"{served.url}/o/{slug}/series")
    page.get_by_label("Every how many months or weeks?").fill("2")
    press(page, "See the dates that follow")
    look(page)
    expect(page.locator("main")).to_contain_text("Every 2 months")
    press(page, "Keep this rule")
    expect(page.get_by_role("status")).to_contain_text("The rule is kept")
    look(page)


def _cancel(page: Page, served: Site, slug: str) -> None:
    page.goto(f"{served.url}/o/{slug}/cancel")
    look(page)
    page.get_by_label("A word to everybody").fill("The hall is closed.")
    page.get_by_label("Yes, this edition shall not be held").check()
    page.get_by_role("button", name=re.compile("^Cancel, and write to")).click()
    expect(page.get_by_role("status")).to_contain_text("everybody is being written to")
    look(page)
    page.goto(f"{served.url}/e/{slug}")
    expect(page.locator(".called-off")).to_contain_text("The hall is closed.")
    look(page)


def _stop_following(page: Page, served: Site) -> None:
    mail_to(page, served, LEA, 3)
    page.goto(link_in_mail(page, "/unfollow/"))
    look(page)
    press(page, "Stop following")
    expect(page.get_by_role("heading", level=1)).to_have_text("You do not follow any more")
    look(page)
