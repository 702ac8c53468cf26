"""Five minutes on a telephone: few taps, few bytes; and the organiser who asks the questions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.journeys.walking import (
    LUNCH,
    SALON,
    as_organiser,
    follow,
    link_in_mail,
    look,
    mail_to,
    press,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.journeys.conftest import Visitor
    from tests.serving import Site

EMAIL = "dorde@atelier-des-lisieres.example"
TAPS_BELOW = 12
BYTES_BELOW = 100_000


@dataclass
class Thumb:
    """A thumb on a telephone: its taps are counted, what it types is not; and what the line carries."""

    page: Page
    taps: int = 0
    carried: list[float] = field(default_factory=list)

    def weigh(self) -> None:
        line = self.page.context.new_cdp_session(self.page)
        line.send("Network.enable")
        line.on("Network.loadingFinished", self._note)

    def _note(self, answer: dict[str, Any]) -> None:
        self.carried.append(answer["encodedDataLength"])

    def tap(self, where: Locator) -> None:
        where.tap()
        self.taps += 1

    def type(self, label: str, words: str) -> None:
        self.tap(self.page.get_by_label(label, exact=True))
        self.page.keyboard.insert_text(words)


def test_from_the_public_page_to_registered_in_few_taps_and_bytes(served: Site, visitor: Visitor) -> None:
    telephone, post = visitor(360, 740, touch=True), visitor(1280, 800)
    telephone.goto(served.url)
    follow(telephone, SALON)
    look(telephone)
    thumb = Thumb(telephone)
    thumb.weigh()
    thumb.tap(telephone.get_by_role("link", name="Register", exact=True))
    expect(telephone.get_by_role("heading", level=1)).to_have_text("How do you take part?")
    thumb.tap(telephone.get_by_role("link", name=re.compile("^Enterprise")))
    thumb.type("Organisation", "Atelier des Lisières")
    thumb.type("Your first and last name", "Ðorđe O'Brien-Łukasiewicz")
    thumb.type("E-mail address", EMAIL)
    expect(telephone.get_by_role("group", name="Is there anything that you do not eat?")).to_be_hidden()
    thumb.tap(telephone.get_by_role("group", name=LUNCH).get_by_label("Yes"))
    expect(telephone.get_by_role("group", name="Is there anything that you do not eat?")).to_be_visible()
    thumb.tap(telephone.get_by_label(re.compile("^My organisation may stand")))
    thumb.tap(telephone.get_by_role("button", name="Register"))
    expect(telephone.get_by_role("heading", level=1)).to_have_text("One more step: look into your mail")
    mail_to(post, served, EMAIL, 1)
    thumb.taps += 1  # the link in the mail
    telephone.goto(link_in_mail(post, "/p/"))
    thumb.tap(telephone.get_by_role("button", name="Confirm my registration"))
    expect(telephone).to_have_url(re.compile("/me/"))
    assert thumb.taps < TAPS_BELOW
    assert 0 < sum(thumb.carried) < BYTES_BELOW
    expect(telephone.locator("main")).to_contain_text("waits for the organiser")


def test_each_step_is_sound_and_a_large_file_is_told_before_it_is_sent(
    served: Site, visitor: Visitor, tmp_path: Path
) -> None:
    telephone = visitor(360, 740, touch=True)
    telephone.goto(served.url)
    follow(telephone, SALON)
    follow(telephone, "Register")
    look(telephone)
    telephone.get_by_role("link", name=re.compile("^Enterprise")).click()
    look(telephone)
    large, small = tmp_path / "large.pdf", tmp_path / "small.pdf"
    large.write_bytes(b"%PDF-" + b"0" * 5_000_000)
    small.write_bytes(b"%PDF-1.7\n%%EOF")
    telephone.get_by_label("A leaflet about you").set_input_files(large)
    expect(telephone.get_by_role("alert")).to_contain_text("This file is too large: 5 MB at most.")
    telephone.get_by_label("A leaflet about you").set_input_files(small)
    expect(telephone.get_by_role("alert")).to_have_count(0)
    press(telephone, "Register")
    expect(telephone.get_by_role("alert")).to_contain_text("There are 4 things to mend")
    expect(telephone.get_by_text("small.pdf is kept for an hour")).to_be_visible()
    look(telephone)


def test_an_organiser_asks_something_and_puts_it_in_its_place(served: Site, visitor: Visitor) -> None:
    laptop = visitor(1280, 1600)  # all of them are in sight
    as_organiser(laptop, served)
    follow(laptop, "People")
    follow(laptop, "What they are asked when they register")
    look(laptop)
    laptop.get_by_label("Kind of answer").select_option("choice")
    press(laptop, "Add a question")
    look(laptop)
    laptop.get_by_label("Question in English").fill("How will you come?")
    laptop.get_by_label("Choice 1 in English").fill("By train")
    press(laptop, "Keep this question")
    expect(laptop.get_by_role("alert")).to_contain_text("Name two things at least to choose from.")
    look(laptop)
    laptop.get_by_label("Choice 2 in English").fill("By bicycle")
    press(laptop, "Keep this question")
    look(laptop)
    laptop.get_by_role("button", name="Up: How will you come?").press("Enter")
    expect(laptop).to_have_url(re.compile("#question-"))
    words = laptop.locator(".questions h2")
    expect(words.nth(5)).to_have_text("How will you come?")
    _draw(laptop, "How will you come?", before=LUNCH)
    expect(words.first).to_have_text("How will you come?")
    _draw(laptop, LUNCH, before="I agree to appear")
    expect(laptop.get_by_role("status")).to_contain_text("depends on another question")
    expect(words.nth(1)).to_have_text(LUNCH)
    follow(laptop, "See the form as people see it")
    expect(laptop.get_by_role("group", name="How will you come?")).to_be_visible()
    look(laptop)


def _draw(laptop: Page, what: str, before: str) -> None:
    """By the mouse, from its handle to above another question."""
    drawn, goal = (laptop.locator(".questions > li").filter(has_text=words) for words in (what, before))
    drawn.first.locator(".handle").hover()
    laptop.mouse.down()
    for y in (6, 4):  # it is drawn once it has moved twice
        goal.first.hover(position={"x": 300, "y": y}, force=True)
    laptop.mouse.up()
