"""Browsers and a running site, for those who walk the whole way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.browsing import CHROMIUM, QUIET, Faults
from tests.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.serving import Site

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys, so that they can be left out while one works on something else."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


class Visitor(Protocol):
    """Opens a browser window for a new person: no cookies, no past."""

    def __call__(
        self, width: int, height: int, *, touch: bool = False, locale: str = "en-GB", scripts: bool = True
    ) -> Page: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """Windows as many as the journey has people; whatever went wrong in one of them fails the test."""
    faults, contexts = Faults(), []

    def visit(
        width: int, height: int, *, touch: bool = False, locale: str = "en-GB", scripts: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            is_mobile=touch,
            locale=locale,
            timezone_id="Europe/Paris",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)  # a busy machine is not a broken page
        context.on("page", faults.watch)
        contexts.append(context)
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def telephone(visitor: Visitor) -> Page:
    """A participant's."""
    return visitor(390, 844, touch=True)


@pytest.fixture
def laptop(visitor: Visitor) -> Page:
    """An organiser's."""
    return visitor(1280, 800)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration as `make demo` starts it, one for the journeys of a file."""
    with serving("demo", home=tmp_path_factory.mktemp("demo")) as site:
        yield site
