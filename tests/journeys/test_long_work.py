"""Long work as the organiser sees it: the bar moves by itself, a button stops it, news come unasked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.walking import as_organiser, look, press

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.journeys.conftest import Visitor
    from tests.serving import Site

PATIENCE = 60_000  # milliseconds; a busy machine is not a broken page


def test_long_work_is_followed_stopped_and_done(served: Site, visitor: Visitor) -> None:
    organiser = visitor(1280, 800)
    as_organiser(organiser, served)
    bench = organiser.url
    _write_to_everyone(organiser, bench)
    _plan_and_think_better_of_it(organiser, bench)


def _write_to_everyone(organiser: Page, bench: str) -> None:
    organiser.goto(f"{bench}/letter")
    organiser.get_by_label("Subject").fill("Come by bicycle")
    organiser.get_by_label("Text").fill("The car park is closed.")
    press(organiser, "See what leaves")
    look(organiser)
    organiser.get_by_role("button", name=re.compile("Write to [0-9]+ people")).click()
    expect(organiser.get_by_text(re.compile(r"^[0-9]+\ssent"))).to_be_visible(timeout=PATIENCE)
    look(organiser)


def _plan_and_think_better_of_it(organiser: Page, bench: str) -> None:
    organiser.goto(f"{bench}/plan")
    press(organiser, "Close the wishes")
    organiser.goto(f"{bench}/plan")
    organiser.get_by_label("Seconds to search").fill("600")
    press(organiser, "Make the grid")
    expect(organiser.get_by_text("It begins in a moment.")).to_be_hidden(timeout=PATIENCE)
    look(organiser)
    press(organiser, "Cancel")
    expect(organiser.get_by_text("The last planning was cancelled.")).to_be_visible()
    look(organiser)
