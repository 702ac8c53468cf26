"""Steps that several journeys take, as the person at the screen would tell them."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from playwright.sync_api import expect

from tests.journeys.browsing import axe

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.serving import Site

LUNCH = "Will you have lunch with us?"
SALON = "Circular Economy Business Fair"
PATIENCE = 60.0


def look(page: Page) -> None:
    """What everybody may expect of every page: it fits the screen, has one head, and is accessible."""
    expect(page.locator("h1")).to_have_count(1)
    width = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1], f"{page.url} is {width[0]} pixels wide on a screen of {width[1]}"
    axe(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def open_fair(page: Page, site: Site) -> None:
    """From the first page to the page of the fair."""
    page.goto(site.url)
    look(page)
    follow(page, SALON)
    look(page)


def come_as(page: Page, family: str) -> None:
    """Say as what one takes part, by one of the large buttons."""
    page.get_by_role("link", name=re.compile(f"^{family}")).click()


def register(page: Page, organisation: str, name: str, email: str) -> None:
    """From the page of the fair through the form."""
    follow(page, "Register")
    look(page)
    come_as(page, "Social and solidarity economy")
    look(page)
    page.get_by_label("Organisation", exact=True).fill(organisation)
    page.get_by_label("Your first and last name").fill(name)
    page.get_by_role("textbox", name="E-mail address").fill(email)
    page.get_by_role("group", name=LUNCH).get_by_label("Yes").check()
    page.get_by_label("My organisation may stand in the public directory of this edition.").check()
    press(page, "Register")
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step: look into your mail")
    look(page)


def as_organiser(page: Page, site: Site) -> None:
    """Through the demonstration's door; in English, which is not the organiser's own language."""
    page.goto(f"{site.url}/?lang=en")
    press(page, "Go in as the organiser")
    expect(page.get_by_role("heading", name="What now?")).to_be_visible()
    look(page)


def publish(organiser: Page, bench: str) -> None:
    """Close the wishes, make a grid, and let it out."""
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


def mails_to(page: Page, site: Site, email: str) -> list[str]:
    """The subjects in the demonstration's mailbox, the newest first."""
    page.goto(f"{site.url}/demo/mailbox?search={email}")
    return page.locator("table.rows tbody th a").all_inner_texts()


def mail_to(page: Page, site: Site, email: str, how_many: int) -> None:
    """Open the newest of so many mails, as soon as it has arrived."""
    until(lambda: len(mails_to(page, site, email)) >= how_many, f"mail {how_many} to {email}")
    page.locator("table.rows tbody th a").first.click()
    look(page)


def link_in_mail(page: Page, part: str) -> str:
    """The address of a link in the mail that is open."""
    address = page.locator(f"pre a[href*='{part}']").first.get_attribute("href")
    assert address is not None
    return urljoin(page.url, address)


def until(holds: Callable[[], bool], what: str) -> None:
    """Ask until it holds: for what happens behind the pages."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.2)
