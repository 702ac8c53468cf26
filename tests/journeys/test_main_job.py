"""The whole way: from the first page of a visitor to a calendar that follows when somebody withdraws."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING

from icalendar import Calendar
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.walking import (
    as_organiser,
    follow,
    link_in_mail,
    look,
    mail_to,
    open_fair,
    press,
    register,
    until,
)

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.conftest import Visitor
    from tests.serving import Site

NAME = "Maëlys Đorđević-O’Brien"
ORGANISATION = "Atelier « Bois d’ici »"
EMAIL = "maelys@bois-d-ici.example"


def test_from_a_visitor_to_a_calendar_that_stays_true(served: Site, visitor: Visitor, tmp_path: Path) -> None:
    telephone, laptop, post = visitor(390, 844, touch=True), visitor(1280, 800), visitor(1280, 800)
    _a_visitor_registers_and_proves_the_address(telephone, post, served)
    _the_organiser_approves(laptop, served)
    _the_participant_says_whom_and_when(telephone, post, served)
    _the_organiser_lays_out_and_plans(laptop)
    _the_organiser_publishes(laptop, served)
    partners = _the_participant_has_an_agenda_everywhere(telephone, post, served, tmp_path)
    _somebody_withdraws_and_only_those_concerned_hear_of_it(laptop, telephone, post, served, partners)


def _a_visitor_registers_and_proves_the_address(telephone: Page, post: Page, served: Site) -> None:
    open_fair(telephone, served)
    register(telephone, ORGANISATION, NAME, EMAIL)
    mail_to(post, served, EMAIL, 1)
    address = link_in_mail(post, "/p/")
    for _ in range(2):  # a scanner of mails opens links too
        telephone.goto(address)
        look(telephone)
        expect(telephone.get_by_role("heading", level=1)).to_have_text("Is this you?")
    press(telephone, "Confirm my registration")
    expect(telephone.get_by_role("heading", level=1)).to_have_text(
        "Your registration waits for the organiser"
    )
    look(telephone)


def _the_organiser_approves(laptop: Page, served: Site) -> None:
    as_organiser(laptop, served)
    follow(laptop, "Look at who waits")
    look(laptop)
    press(laptop, f"Approve {NAME}")
    follow(laptop, ORGANISATION)
    look(laptop)
    expect(laptop.locator("main")).to_contain_text("approved")


def _the_participant_says_whom_and_when(telephone: Page, post: Page, served: Site) -> None:
    mail_to(post, served, EMAIL, 3)  # confirm; received, waits; approved
    telephone.goto(link_in_mail(post, "/p/"))
    expect(telephone).to_have_url(re.compile("/me/"))  # this telephone is known since it confirmed
    look(telephone)
    telephone.goto(telephone.url.rstrip("/") + "/find")
    look(telephone)
    _wish(telephone, "Scierie coopérative", "Must", "Des chutes de chêne pour nos jouets.")
    _wish(telephone, "Secondes Noces", "Gladly")
    _wish(telephone, "Terreau commun", "Never")
    _wish(telephone, "Bicyclo Brelle", "Why not")
    _wish(telephone, "Bicyclo Brelle", "Why not", taken_back=True)  # by the same button
    follow(telephone, "Wishes")
    look(telephone)
    for wished, is_there in (
        ("Scierie", True),
        ("Secondes Noces", True),
        ("Terreau", True),
        ("Bicyclo", False),
    ):
        assert (wished in telephone.locator("main").inner_text()) is is_there, wished
    follow(telephone, "Times")
    look(telephone)
    telephone.get_by_label("Not there at all: 14:00").check()
    press(telephone, "Keep my times")
    expect(telephone.get_by_label("Not there at all: 14:00")).to_be_checked()


def _wish(telephone: Page, whom: str, level: str, word: str = "", *, taken_back: bool = False) -> None:
    telephone.get_by_role("searchbox").fill(whom)
    press(telephone, "Search")
    expect(telephone).to_have_url(re.compile("search="))
    card = telephone.locator("li.card", has=telephone.get_by_role("heading", name=re.compile(whom)))
    if word:
        card.get_by_text("Add a word why").click()
        card.get_by_role("textbox").fill(word)
    button = card.get_by_role("button", name=re.compile(f"{level}$"))  # a chosen one bears a sign
    expect(button).to_have_attribute("aria-pressed", "true" if taken_back else "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false" if taken_back else "true")


def _the_organiser_lays_out_and_plans(laptop: Page) -> None:
    follow(laptop, "Venue")
    look(laptop)
    laptop.get_by_label("Name", exact=True).fill("Soirée")
    laptop.get_by_label("Start").fill("18:00")
    laptop.get_by_label("End").fill("17:00")
    press(laptop, "Add the block")
    look(laptop)
    expect(laptop.locator("main")).to_contain_text("The end must come after the start.")
    expect(laptop.get_by_label("Name", exact=True)).to_have_value("Soirée")
    laptop.get_by_label("End").fill("18:50")
    press(laptop, "Add the block")
    expect(laptop.locator("main")).to_contain_text("Soirée")
    laptop.get_by_label("How many").fill("1")
    press(laptop, "Set them up")
    expect(laptop.locator("main")).to_contain_text("15 slots × 13 tables")
    follow(laptop, "Wishes")
    look(laptop)
    press(laptop, "Close the wishes")
    follow(laptop, "Plan")
    look(laptop)
    laptop.get_by_label(re.compile("seconds", re.IGNORECASE)).fill("3")
    press(laptop, "Make the grid")
    expect(laptop.get_by_role("heading", name="The grid is ready")).to_be_visible(timeout=60_000)
    look(laptop)


def _the_organiser_publishes(laptop: Page, served: Site) -> None:
    follow(laptop, "Look at the grid")
    look(laptop)
    expect(laptop.locator("main")).to_contain_text("Draft")
    expect(laptop.get_by_role("heading", name=re.compile("without a place", re.IGNORECASE))).to_be_visible()
    follow(laptop, "See what publishing does")
    look(laptop)
    laptop.get_by_role("button", name=re.compile(r"^Publish and write to \d+ people$")).click()
    expect(laptop.locator("main")).to_contain_text("56 people are being written to.")
    look(laptop)
    # Whoever has not heard of a meeting yet would not be told that it is cancelled.
    until(lambda: len(_addresses(served, WRITTEN_TO)) == 56, "a mail to each participant")


def _the_participant_has_an_agenda_everywhere(
    telephone: Page, post: Page, served: Site, tmp_path: Path
) -> set[str]:
    """On the page, in the mail as text, ICS and PDF, in the feed: the same. Returns the partners."""
    mail_to(post, served, EMAIL, 4)
    text = post.locator("pre").inner_text()
    mailed = _meetings(_downloaded(post, "ics", tmp_path))
    paper = "".join(
        page.extract_text() for page in PdfReader(BytesIO(_downloaded(post, "pdf", tmp_path))).pages
    )
    telephone.goto(link_in_mail(post, "/p/"))
    expect(telephone).to_have_url(re.compile("/me/"))  # this telephone is known since it confirmed
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Your next meeting")
    look(telephone)
    follow(telephone, "My whole agenda")
    look(telephone)
    shown = telephone.locator(".meeting-whom h3").all_inner_texts()
    webcal = telephone.get_by_role("link", name="Subscribe in my calendar").get_attribute("href")
    assert webcal is not None
    assert webcal.startswith("webcal://")
    feed = telephone.request.get(webcal.replace("webcal://", "http://"))
    assert _meetings(feed.body()) == mailed
    with telephone.expect_download() as download:
        follow(telephone, "PDF to print")
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert len(shown) == len(mailed) >= 1
    for partner in shown:
        assert partner in text
        assert partner in " ".join(paper.split())
        assert any(partner in summary for summary, *_ in mailed)
    return set(shown)


def _downloaded(post: Page, ending: str, tmp_path: Path) -> bytes:
    with post.expect_download() as download:
        post.locator("a[download]", has_text=re.compile(rf"\.{ending}$")).first.click()
    download.value.save_as(tmp_path / f"attached.{ending}")
    return (tmp_path / f"attached.{ending}").read_bytes()


def _meetings(calendar: bytes) -> list[tuple[str, str, str, str]]:
    """What a calendar says of each meeting that is held."""
    return sorted(
        (
            str(event["SUMMARY"]),
            str(event["LOCATION"]),
            event.decoded("DTSTART").isoformat(),
            str(event["UID"]),
        )
        for event in Calendar.from_ical(calendar).walk("VEVENT")
        if event.get("STATUS") != "CANCELLED"
    )


def _somebody_withdraws_and_only_those_concerned_hear_of_it(
    laptop: Page, telephone: Page, post: Page, served: Site, partners: set[str]
) -> None:
    """One of the participant's partners leaves: whoever met them is told, and nobody else."""
    gone = min(partners)
    webcal = telephone.get_by_role("link", name="Subscribe in my calendar").get_attribute("href") or ""
    follow(laptop, "People")
    laptop.get_by_role("searchbox").fill(gone)
    press(laptop, "Search")
    follow(laptop, gone)
    look(laptop)
    laptop.get_by_role("button", name=re.compile("^Withdraw ")).click()
    mail_to(post, served, EMAIL, 5)
    assert gone in post.locator("pre").inner_text()
    telephone.reload()
    look(telephone)
    expect(telephone.locator(".meeting-cancelled")).to_contain_text(gone)
    feed = Calendar.from_ical(telephone.request.get(webcal.replace("webcal://", "http://")).body())
    cancelled = [str(event["SUMMARY"]) for event in feed.walk("VEVENT") if event.get("STATUS") == "CANCELLED"]
    assert any(gone in summary for summary in cancelled)
    until(
        lambda: _addresses(served, CONCERNED) == _addresses(served, TOLD),
        "a mail to each concerned",
    )
    for page in ("Messages", "Journal", "State"):
        follow(laptop, page)
        look(laptop)


CONCERNED = """
    SELECT person.email FROM participant person WHERE EXISTS (
        SELECT 1 FROM attendance JOIN meeting ON meeting.id = attendance.meeting_id
        JOIN schedule ON schedule.id = meeting.schedule_id
        WHERE attendance.participant_id = person.id AND schedule.state = 'published'
        AND meeting.changed_at = schedule.published_at
    )
"""
WRITTEN_TO = """
    SELECT mail.recipient FROM mail JOIN delivery ON delivery.id = mail.delivery_id
    JOIN domain_event event ON event.seq = delivery.event_seq WHERE event.kind = 'AgendaPublished'
"""
TOLD = """
    SELECT mail.recipient FROM mail JOIN delivery ON delivery.id = mail.delivery_id
    JOIN domain_event event ON event.seq = delivery.event_seq
    WHERE event.kind = 'AgendaPublished' AND json_extract(event.payload, '$.previous_id') IS NOT NULL
"""


def _addresses(served: Site, question: str) -> list[str]:
    """Ask the site's database, which knows what no single person may see."""
    with closing(sqlite3.connect(f"file:{served.home / 'maillage.sqlite3'}?mode=ro", uri=True)) as database:
        return sorted(address for (address,) in database.execute(question))
