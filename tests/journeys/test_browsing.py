"""That the browser of the journeys notices what it should: a journey is only as good as its eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.browsing import Faults, axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GOOD = """<!doctype html><html lang="en"><head><title>A page</title></head>
<body><main><h1>A page</h1><p>Words.</p></main></body></html>"""


def test_an_accessible_page_passes(laptop: Page) -> None:
    laptop.set_content(GOOD)
    axe(laptop)


def test_what_cannot_be_read_is_named(laptop: Page) -> None:
    laptop.set_content(GOOD.replace("<p>", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><p>'))
    with pytest.raises(AssertionError, match="image-alt"):
        axe(laptop)


def test_an_error_of_a_script_is_noticed(browser: Browser) -> None:
    faults = Faults()
    alone = browser.new_page()
    faults.watch(alone)
    alone.set_content("<script>nobody.knows()</script>")
    alone.close()
    assert len(faults) == 1
    assert "nobody is not defined" in faults[0]


def test_a_breach_of_the_policy_is_noticed(browser: Browser) -> None:
    faults = Faults()
    alone = browser.new_page()
    faults.watch(alone)
    alone.set_content(
        """<meta http-equiv="Content-Security-Policy" content="script-src 'self'"><script>1</script>"""
    )
    alone.close()
    assert len(faults) == 1
    assert "Content Security Policy" in faults[0]


def test_the_outside_world_is_out_of_reach(browser: Browser) -> None:
    faults = Faults()
    alone = browser.new_page()
    faults.watch(alone)
    alone.set_content('<img alt="" src="http://example.org/picture.png">')
    alone.wait_for_load_state("networkidle")
    alone.close()
    assert faults == ["GET http://example.org/picture.png: net::ERR_NAME_NOT_RESOLVED"]
