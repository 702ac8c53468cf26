"""The main job with JavaScript switched off: every page is a page, every button a form."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.walking import (
    LUNCH,
    PATIENCE,
    SALON,
    come_as,
    follow,
    link_in_mail,
    mails_to,
    press,
    until,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Visitor
    from tests.serving import Site

NAME = "Nour El-Amrani"
ORGANISATION = "Les Bocaux de la rue Haute"
EMAIL = "nour@bocaux-rue-haute.example"


def test_from_registration_to_an_agenda_without_scripts(served: Site, visitor: Visitor) -> None:
    telephone = visitor(390, 844, touch=True, scripts=False)
    laptop, post = visitor(1280, 800, scripts=False), visitor(1280, 800, scripts=False)
    _register(telephone, served)
    _confirm(telephone, post, served)
    _approve(laptop, served)
    _wish_and_say_when(telephone)
    _close_and_plan(laptop)
    _publish(laptop)
    _read_the_agenda(telephone)


def _register(telephone: Page, served: Site) -> None:
    telephone.goto(served.url)
    follow(telephone, SALON)
    follow(telephone, "Register")
    come_as(telephone, "Enterprise")
    expect(telephone.get_by_text(f"Only if you answer “Yes” to “{LUNCH}”.")).to_be_visible()
    telephone.get_by_label("Organisation", exact=True).fill(ORGANISATION)
    press(telephone, "Register")
    expect(telephone.get_by_role("alert")).to_contain_text("There are 3 things to mend")
    telephone.get_by_role("alert").get_by_role("link", name="E-mail address").click()
    expect(telephone.get_by_role("textbox", name="E-mail address")).to_be_focused()
    expect(telephone.get_by_label("Organisation", exact=True)).to_have_value(ORGANISATION)
    telephone.get_by_role("textbox", name="E-mail address").fill(EMAIL)
    telephone.get_by_label("Your first and last name").fill(NAME)
    telephone.get_by_role("group", name=LUNCH).get_by_label("No").check()
    telephone.get_by_label("Nuts").check()  # does not apply to who does not eat: it is left out
    press(telephone, "Register")
    expect(telephone.get_by_role("heading", level=1)).to_have_text("One more step: look into your mail")


def _confirm(telephone: Page, post: Page, served: Site) -> None:
    until(lambda: len(mails_to(post, served, EMAIL)) == 1, f"a mail to {EMAIL}")
    post.locator("table.rows tbody th a").first.click()
    telephone.goto(link_in_mail(post, "/p/"))
    press(telephone, "Confirm my registration")
    expect(telephone.get_by_role("heading", level=1)).to_have_text(
        "Your registration waits for the organiser"
    )


def _approve(laptop: Page, served: Site) -> None:
    laptop.goto(f"{served.url}/?lang=en")
    press(laptop, "Go in as the organiser")
    follow(laptop, "People")
    press(laptop, f"Approve {NAME}")
    expect(laptop.get_by_role("button", name=f"Approve {NAME}")).to_have_count(0)


def _wish_and_say_when(telephone: Page) -> None:
    follow(telephone, "Find")
    telephone.get_by_role("searchbox").fill("Scierie")
    press(telephone, "Search")
    card = telephone.get_by_role("listitem").filter(has=telephone.get_by_role("heading", level=2))
    card.get_by_text("Add a word why").click()
    card.get_by_role("textbox").fill("Des bouchons en liège ?")
    card.get_by_role("button", name=re.compile("Must$")).click()
    expect(telephone).to_have_url(re.compile(r"search=Scierie#person-"))  # a new page, at the same card
    expect(card.get_by_role("button", name=re.compile("Must$"))).to_have_attribute("aria-pressed", "true")
    expect(card.get_by_role("textbox")).to_have_value("Des bouchons en liège ?")
    card.get_by_role("button", name=re.compile("Gladly$")).click()
    expect(card.get_by_role("button", name=re.compile("Gladly$"))).to_have_attribute("aria-pressed", "true")
    expect(card.get_by_role("textbox")).to_have_value("Des bouchons en liège ?")
    follow(telephone, "Times")
    telephone.get_by_label(re.compile("^Not there at all")).last.check()
    press(telephone, "Keep my times")
    expect(telephone.get_by_label(re.compile("^Not there at all")).last).to_be_checked()
    expect(telephone.get_by_label(re.compile("^Not there at all")).first).not_to_be_checked()


def _close_and_plan(laptop: Page) -> None:
    follow(laptop, "Wishes")
    press(laptop, "Close the wishes")
    follow(laptop, "Plan")
    laptop.get_by_label(re.compile("seconds", re.IGNORECASE)).fill("2")
    press(laptop, "Make the grid")
    ready = laptop.get_by_role("heading", name="The grid is ready")
    deadline = time.monotonic() + PATIENCE
    while not ready.count():
        assert time.monotonic() < deadline, "no grid"
        follow(laptop, "See how far it is")  # what a script does for others


def _publish(laptop: Page) -> None:
    follow(laptop, "Look at the grid")
    laptop.get_by_role("searchbox").fill(ORGANISATION)
    press(laptop, "Show them")
    expect(laptop.get_by_role("status").filter(has_text="Show everyone")).to_contain_text("1 meeting")
    follow(laptop, "See what publishing does")
    laptop.get_by_text(re.compile(r"^\d+ people are written to$")).click()
    expect(laptop.get_by_text(re.compile(NAME))).to_be_visible()
    laptop.get_by_role("button", name=re.compile(r"^Publish and write to \d+ people$")).click()
    expect(laptop.locator("main")).to_contain_text("Published")


def _read_the_agenda(telephone: Page) -> None:
    follow(telephone, "Now")
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Your next meeting")
    follow(telephone, "My whole agenda")
    expect(telephone.get_by_role("heading", level=3)).to_have_text([re.compile("^Scierie")])
    with telephone.expect_download() as download:
        follow(telephone, "Calendar file")
    assert download.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")
