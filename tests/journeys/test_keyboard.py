"""Nothing but a keyboard: everything is reached by Tab, and one always sees where one is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.walking import SALON, as_organiser, follow, mail_to, press

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.journeys.conftest import Visitor
    from tests.serving import Site

NAME = "Åsa Lindqvist"
EMAIL = "asa@frukt-och-gront.example"
STOPS_AT_MOST = 120
FOCUS = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
    const level = (colour) => {
        const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number).map((value) => value / 255)
            .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    };
    const [ring, paper] = [style.outlineColor, getComputedStyle(document.body).backgroundColor].map(level);
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
        what: at.outerHTML.slice(0, 160),
        nowhere: at === document.body,
        ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        contrast: Math.max(ring, paper) / Math.min(ring, paper),
        seen: middle !== null && (at.contains(middle) || middle.contains(at)),
    };
}"""


@pytest.mark.parametrize("style", ["outline: none", "outline: 3px solid #eee", "position: fixed; top: -99px"])
def test_a_focus_that_cannot_be_seen_is_noticed(laptop: Page, style: str) -> None:
    laptop.set_content(f'<body style="background: #fff"><button style="{style}">Here</button>')
    laptop.keyboard.press("Tab")
    with pytest.raises(AssertionError, match=r"no ring|faint ring|out of sight"):
        _expect_seen(laptop)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_skip_link_is_first_and_leads_past_the_heads(served: Site, laptop: Page, scheme: str) -> None:
    laptop.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    laptop.goto(served.url)
    skip = laptop.get_by_role("link", name="Skip to the content")
    expect(skip).not_to_be_in_viewport()
    laptop.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("main")).to_be_focused()
    expect(skip).not_to_be_in_viewport()
    laptop.keyboard.press("Tab")
    expect(laptop.get_by_role("main").get_by_role("link").first).to_be_focused()


def test_registering_and_wishing_by_keyboard_alone(served: Site, visitor: Visitor) -> None:
    _let_everybody_in(visitor(1280, 800), served)
    person = visitor(1280, 800)
    person.goto(served.url)
    _go(person, person.get_by_role("link", name=SALON), "Enter")
    _go(person, person.get_by_role("link", name="Register", exact=True), "Enter")
    _go(person, person.get_by_role("link", name="Enterprise"), "Enter")
    _mend_a_fault_by_its_link(person)
    _fill_the_form(person)
    expect(person.get_by_role("heading", level=1)).to_have_text("One more step: look into your mail")
    mail_to(person, served, EMAIL, 1)
    _go(person, person.locator("pre a[href*='/p/']").first, "Enter")
    _go(person, person.get_by_role("button", name="Confirm my registration"), "Enter")
    expect(person).to_have_url(re.compile("/me/"))  # the fair approves by itself
    _go(person, person.get_by_role("link", name="Find", exact=True), "Enter")
    _wish(person)


def _let_everybody_in(organiser: Page, served: Site) -> None:
    as_organiser(organiser, served)
    follow(organiser, "Settings")
    organiser.get_by_label("Approve everyone who confirms their address").check()
    press(organiser, "Keep these settings")


def _mend_a_fault_by_its_link(person: Page) -> None:
    """An empty form is refused; the list of faults leads to the field."""
    _go(person, person.get_by_role("button", name="Register"), "Enter")
    faults = person.get_by_role("alert")
    expect(faults).to_be_visible()
    _go(person, faults.get_by_role("link", name="Organisation", exact=True), "Enter")
    expect(person.get_by_label("Organisation", exact=True)).to_be_focused()
    person.keyboard.type("Frukt & grönt")


def _fill_the_form(person: Page) -> None:
    _go(person, person.get_by_label("Your first and last name"))
    person.keyboard.insert_text(NAME)  # what a keyboard without that letter composes
    _go(person, person.get_by_role("textbox", name="E-mail address"))
    person.keyboard.type(EMAIL)
    milk = person.get_by_role("checkbox", name="Milk")
    expect(milk).to_be_hidden()
    _go(person, person.get_by_label("Yes", exact=True), "Space")  # lunch
    _go(person, milk, "Space")  # it is asked of those who eat with us
    expect(milk).to_be_checked()
    consent = person.get_by_label("My organisation may stand in the public directory of this edition.")
    _go(person, consent, "Space")
    expect(consent).to_be_checked()
    person.keyboard.press("Enter")  # sends the form from any of its fields


def _wish(person: Page) -> None:
    search = person.get_by_role("searchbox")
    _go(person, search)
    person.keyboard.type("Bâti-Val")
    person.keyboard.press("Enter")
    card = person.get_by_role("listitem").filter(has=person.get_by_role("heading", name="Bâti-Val"))
    gladly, must = (card.get_by_role("button", name=re.compile(f"{level}$")) for level in ("Gladly", "Must"))
    _go(person, gladly, "Space")
    expect(gladly).to_have_attribute("aria-pressed", "true")
    expect(gladly).to_be_focused()  # the card was drawn anew; whoever pressed is where they were
    _expect_seen(person)
    person.keyboard.press("Shift+Tab")
    expect(must).to_be_focused()
    person.keyboard.press("Enter")
    expect(must).to_have_attribute("aria-pressed", "true")
    expect(gladly).to_have_attribute("aria-pressed", "false")
    word = card.get_by_role("textbox")
    _go(person, word)
    person.keyboard.type("Des palettes ?")
    _go(person, card.get_by_role("button", name="Keep this word"), "Enter")
    expect(card.get_by_text("Kept.")).to_be_visible()
    expect(word).to_have_value("Des palettes ?")
    _expect_seen(person)


def _go(person: Page, where: Locator, key: str = "") -> None:
    """Press Tab until one is there, seeing at every stop where one is; then press the key."""
    expect(where).to_be_visible()
    for _ in range(STOPS_AT_MOST):
        person.keyboard.press("Tab")
        if not _expect_seen(person):
            continue  # past the end of the page: the browser's own bar
        if where.evaluate("it => it === document.activeElement"):
            break
    else:
        pytest.fail(f"{person.url}: not reached by Tab: {where}")
    if key:
        person.keyboard.press(key)


def _expect_seen(person: Page) -> bool:
    """Whether something has the focus; if so, with a ring that stands out, and nothing covers it."""
    focus = person.evaluate(FOCUS)
    if focus["nowhere"]:
        return False
    assert focus["ring"] >= 2, f"{person.url}: no ring around {focus['what']}"
    assert focus["contrast"] >= 3, f"{person.url}: a faint ring around {focus['what']}"
    assert focus["seen"], f"{person.url}: out of sight: {focus['what']}"
    return True
