"""Two languages: the page speaks the visitor's, the mail its reader's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import SALON, as_organiser, come_as, follow, mail_to, press

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Visitor
    from tests.serving import Site

SALON_FR = "Salon d’affaires de l’économie circulaire"
FRENCH, ENGLISH = "t.perennou@automobiles-perennou.example", "harriet.blackwood@maroquinerie-lissonne.example"


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("fr-FR", "fr"), ("de-DE", "fr")])
def test_a_first_visit_is_in_the_browsers_language_or_in_french(
    served: Site, visitor: Visitor, locale: str, language: str
) -> None:
    page = visitor(390, 844, touch=True, locale=locale)
    page.goto(served.url)
    _expect_language(page, language)


def test_a_choice_keeps_the_place_and_goes_along(served: Site, visitor: Visitor) -> None:
    page = visitor(390, 844, touch=True)
    page.goto(served.url)
    follow(page, SALON)
    follow(page, "Look at the directory")
    page.get_by_role("searchbox").fill("bois")
    press(page, "Search")
    expect(page).to_have_url(re.compile("search=bois"))
    found = page.get_by_role("heading", level=2).all_inner_texts()
    follow(page, "Français")
    _expect_language(page, "fr")
    expect(page.get_by_role("searchbox")).to_have_value("bois")
    assert page.get_by_role("heading", level=2).all_inner_texts() == found
    follow(page, SALON_FR)
    _expect_language(page, "fr")
    expect(page.get_by_role("heading", level=1)).to_have_text(SALON_FR)
    page.locator("main a[href$='/register']").click()
    _expect_language(page, "fr")
    follow(page, "English")
    _expect_language(page, "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("How do you take part?")
    come_as(page, "Enterprise")
    follow(page, "Français")
    expect(page.get_by_role("heading", level=1)).to_have_text("S’inscrire")


def test_a_mail_speaks_its_readers_language(served: Site, visitor: Visitor) -> None:
    english, french = visitor(390, 844, touch=True), visitor(390, 844, touch=True, locale="fr-FR")
    _ask_for_the_link(english, served, FRENCH)
    _ask_for_the_link(french, served, ENGLISH)
    mail_to(english, served, FRENCH, 1)
    _expect_language(english, "en")  # the mailbox is a page, and speaks with who looks at it
    expect(english.get_by_role("heading", level=1)).to_have_text(re.compile("lien"))
    expect(english.locator("pre")).to_contain_text("Bonjour")
    mail_to(french, served, ENGLISH, 1)
    _expect_language(french, "fr")
    expect(french.get_by_role("heading", level=1)).to_have_text(re.compile("^Your link"))
    expect(french.locator("pre")).to_contain_text("Hello")


def test_who_registers_on_a_french_page_may_want_english_mails(served: Site, visitor: Visitor) -> None:
    page = visitor(390, 844, touch=True, locale="fr-FR")
    page.goto(served.url)
    follow(page, SALON_FR)
    page.locator("main a[href$='/register']").click()
    page.locator("main a[href$='family=classic']").click()
    expect(page.locator("select[name='language']")).to_have_value("fr")
    page.locator("select[name='language']").select_option("en")
    page.locator("[name='organisation']").fill("Northern Offcuts")
    page.locator("[name='name']").fill("Ailsa Ó Súilleabháin")
    page.locator("[name='email']").fill("ailsa@northern-offcuts.example")
    page.get_by_label("Non", exact=True).check()
    page.locator("main form[method='post'] button").click()
    _expect_language(page, "fr")
    mail_to(page, served, "ailsa@northern-offcuts.example", 1)
    expect(page.locator("pre")).to_contain_text("Hello Ailsa Ó Súilleabháin,")


def test_an_organiser_may_work_in_another_language(served: Site, laptop: Page) -> None:
    as_organiser(laptop, served)
    _expect_language(laptop, "en")
    follow(laptop, "People")
    follow(laptop, "Français")
    _expect_language(laptop, "fr")
    expect(laptop.get_by_role("heading", level=1)).not_to_have_text("People")


def _ask_for_the_link(page: Page, served: Site, email: str) -> None:
    page.goto(served.url)
    page.locator("main h3 a", has_text=re.compile(f"{SALON}|{SALON_FR}")).click()
    page.locator("main a[href$='/link']").click()
    page.get_by_role("textbox").fill(email)
    page.locator("main form[method='post'] button").click()
    expect(page).to_have_url(re.compile("/link/sent$"))


def _expect_language(page: Page, language: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", language)
    other = {"fr": "English", "en": "Français"}[language]
    expect(page.get_by_role("link", name=other, exact=True)).to_be_visible()
