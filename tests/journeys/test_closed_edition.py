"""Bad luck at the door: an edition that closes while one types, and an address that is known already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.walking import (
    SALON,
    as_organiser,
    come_as,
    follow,
    link_in_mail,
    look,
    mail_to,
    mails_to,
    press,
    until,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Visitor
    from tests.serving import Site

KNOWN = "zoe@ormeray-zero-gachis.example"
TYPED = {
    "Organisation": "Atelier « Bois d’ici »",
    "Town": "L’Haÿ-les-Roses",
    "Your first and last name": "Maëlys Đorđević-O’Brien",
    "Your role": "Gérante & menuisière <3",
    "E-mail address": "maelys@bois-d-ici.example",
}
LATE = "Iñaki Etxeberria"
CONSENT = "My organisation may stand in the public directory of this edition."


def test_an_edition_that_closes_while_somebody_types(served: Site, visitor: Visitor) -> None:
    telephone, laptop = visitor(390, 844, touch=True), visitor(1280, 800)
    _open_form(telephone, served)
    _type(telephone, TYPED)
    as_organiser(laptop, served)
    press(laptop, "Close registration")

    press(telephone, "Register")
    expect(telephone.get_by_role("alert")).to_contain_text("Registration for this edition is closed.")
    expect(telephone.get_by_role("alert")).to_contain_text("What you typed is")
    look(telephone)
    _expect_typed(telephone)

    late = visitor(390, 844, touch=True)
    late.goto(telephone.url)  # the address of the form, from somebody else's mail
    expect(late.get_by_role("heading", level=1)).to_have_text("Registration is closed")
    expect(late.get_by_role("textbox")).to_have_count(0)
    expect(late.locator("main a[href^='mailto:']")).to_be_visible()
    look(late)
    _an_exception_for_that_person_alone(late, laptop, served)

    press(laptop, "Open registration again")
    press(telephone, "Register")  # nothing needs to be typed anew
    expect(telephone.get_by_role("heading", level=1)).to_have_text("One more step: look into your mail")
    until(lambda: len(mails_to(telephone, served, TYPED["E-mail address"])) == 1, "the mail")


def _an_exception_for_that_person_alone(late: Page, laptop: Page, served: Site) -> None:
    """Asked for, granted, and taken: what was typed when asking stands in the form."""
    follow(late, "Ask for an exception")
    look(late)
    come_late = TYPED | {"Your first and last name": LATE, "E-mail address": "inaki@bois-d-ici.example"}
    for label, value in come_late.items():
        late.get_by_role("textbox", name=re.compile(f"^{label}")).fill(value)
    late.get_by_label("How do you take part?").select_option(label="Social and solidarity economy")
    late.get_by_role("textbox", name="Why does it have to be this edition").fill("The train was late.")
    press(late, "Ask for an exception")
    expect(late.get_by_role("heading", level=1)).to_have_text("The organiser has your question")
    look(late)
    laptop.goto(f"{laptop.url}/invitations")
    look(laptop)
    laptop.get_by_role("button", name=re.compile("^Let .* register$")).click()
    mail_to(late, served, "inaki@bois-d-ici.example", 1)
    late.goto(link_in_mail(late, "/i/"))
    look(late)
    follow(late, "Register")
    expect(late.get_by_role("textbox", name="Your first and last name")).to_have_value(LATE)
    look(late)
    follow(laptop, "State")


def test_an_address_that_is_known_is_told_so_and_nobody_else_is(served: Site, visitor: Visitor) -> None:
    stranger, known = visitor(390, 844, touch=True), visitor(390, 844, touch=True)
    pages = []
    for person, email in ((stranger, "nobody.knows@nowhere.example"), (known, KNOWN)):
        _open_form(person, served)
        _type(person, TYPED | {"E-mail address": f" {email.upper()} "})
        press(person, "Register")
        expect(person.get_by_role("heading", level=1)).to_have_text("One more step: look into your mail")
        pages.append((person.url, person.locator("main").inner_html().replace(email.upper(), "…")))
    assert pages[0] == pages[1]

    mail_to(known, served, KNOWN, 1)
    expect(known.get_by_role("heading", level=1)).to_have_text(re.compile("inscription"))
    expect(known.locator("pre a[href*='/p/']")).to_be_visible()
    mail_to(stranger, served, "nobody.knows@nowhere.example", 1)
    expect(stranger.locator("pre")).not_to_contain_text("already")


def _open_form(person: Page, served: Site) -> None:
    person.goto(served.url)
    follow(person, SALON)
    follow(person, "Register")
    come_as(person, "Social and solidarity economy")


def _type(person: Page, typed: dict[str, str]) -> None:
    for label, value in typed.items():
        person.get_by_role("textbox", name=re.compile(f"^{label}")).fill(value)
    person.get_by_label("No", exact=True).check()
    person.get_by_label("Language of your mails").select_option("en")
    person.get_by_label(CONSENT).check()


def _expect_typed(person: Page) -> None:
    for label, value in TYPED.items():
        expect(person.get_by_role("textbox", name=re.compile(f"^{label}"))).to_have_value(value)
    expect(person.get_by_label("No", exact=True)).to_be_checked()
    expect(person.get_by_text("Social and solidarity economy")).to_be_visible()
    expect(person.get_by_label("Language of your mails")).to_have_value("en")
    expect(person.get_by_label(CONSENT)).to_be_checked()
