"""A passkey is made, asked for, and shown, by a browser with an authenticator of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import axe
from tests.journeys.walking import press
from tests.serving import free_port, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The demonstration under a name: an address of numbers can have no passkeys."""
    port = free_port()
    name = f"http://localhost:{port}"
    with serving("demo", home=tmp_path, port=port, MAILLAGE_BASE_URL=name):
        yield name


def test_a_passkey_beside_the_mail(site: str, laptop: Page) -> None:
    chromium = laptop.context.new_cdp_session(laptop)
    chromium.send("WebAuthn.enable")
    device = chromium.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    _go_in(laptop, site)

    laptop.goto(f"{site}/in/factors/passkey?lang=en")
    laptop.get_by_label("What you call it").fill("My laptop")
    axe(laptop)
    press(laptop, "Make the passkey")
    expect(laptop.get_by_role("heading", name="Codes for emergencies")).to_be_visible()
    assert len(chromium.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    _go_in(laptop, site)
    expect(laptop).to_have_url(re.compile("/in/second$"))
    axe(laptop)
    press(laptop, "Show my passkey")
    expect(laptop).to_have_url(re.compile("/o/"))

    laptop.goto(f"{site}/in/factors")
    expect(laptop.locator("main")).to_contain_text("My laptop")
    press(laptop, "Remove the passkey My laptop")
    expect(laptop.locator("main")).not_to_contain_text("My laptop")


def _go_in(page: Page, site: str) -> None:
    page.goto(f"{site}/?lang=en")
    press(page, "Go in as the organiser")
