"""Somebody who follows every link, and looks at each page that it leads to."""

from __future__ import annotations

from collections import Counter, deque
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from playwright.sync_api import Error
from werkzeug.exceptions import HTTPException

from fairs.app import create_app
from fairs.config import Settings
from tests.journeys.browsing import axe

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Page, Response
    from werkzeug.routing import MapAdapter

    from tests.serving import Site

EDITIONS = 2  # of so many a page is looked at; of the others it is alike
HUBS = {"organisers.state", "participants.home", "public.edition", "public.fair"}  # with doors to all others
SLOW = 60_000  # milliseconds: a booklet of sixty agendas, on a busy machine
LINKS = "links => links.map(link => link.href)"
SHAPE = """() => ({
    lang: document.documentElement.lang,
    title: document.title.split(" · ")[0].trim() !== "",
    heads: document.querySelectorAll("h1").length,
    too_wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""
SOUND = {"title": True, "heads": 1, "too_wide": 0}


class Crawl:
    """A bounded walk through the site: of each kind of page (route, edition, names of arguments) one."""

    def __init__(self, routes: MapAdapter) -> None:
        self.routes = routes
        self.language, self.scheme = "en", "light"
        self.reached: set[str] = set()  # endpoints
        self.faults: list[str] = []

    def see(self, language: Literal["en", "fr"], scheme: Literal["light", "dark"]) -> None:
        """From now on in this language, and by day or by night."""
        self.language, self.scheme = language, scheme

    def walk(self, page: Page, starts: list[str], within: str) -> None:
        """From page to page by links alone, as long as their paths begin like this."""
        site, seen = urljoin(page.url, "/"), Counter[tuple[str, ...]]()
        page.emulate_media(color_scheme=self.scheme)
        page.goto(f"{site}?lang={self.language}")
        waiting = deque(starts)
        known = set(waiting)
        while waiting:
            address = waiting.popleft()
            kind = self._kind(address)
            anywhere = (kind[0], "", *kind[2:])
            seen.update({kind, kind[:2], anywhere})
            if seen[kind] > 1 or (seen[anywhere] > EDITIONS and kind[0] not in HUBS):
                continue
            self.reached.add(kind[0])
            for link in self._look(page, address, thoroughly=seen[kind[:2]] == 1):
                if link.startswith(site) and urlsplit(link).path.startswith(within) and link not in known:
                    known.add(link)
                    waiting.append(link)

    def missed(self, *areas: str) -> set[str]:
        """The readable addresses of these parts of the program to which no link led."""
        rules = [rule for rule in self.routes.map.iter_rules() if "GET" in (rule.methods or ())]
        return {rule.endpoint for rule in rules if rule.endpoint.split(".")[0] in areas} - self.reached

    def _kind(self, address: str) -> tuple[str, ...]:
        parts = urlsplit(address)
        try:
            endpoint, values = self.routes.match(parts.path, method="GET")
        except HTTPException:
            return ("", address)
        return (endpoint, str(values.get("slug", "")), *sorted(name for name, _ in parse_qsl(parts.query)))

    def _look(self, page: Page, address: str, *, thoroughly: bool) -> list[str]:
        """Judge what answers there; the links that lead on."""
        answer = self._open(page, address)
        if answer.status >= 400:
            self.faults.append(f"{address}: {answer.status}")
        if not answer.headers["content-type"].startswith("text/html"):
            return []
        if not page.locator("html[lang]").count():
            self._look_at_a_piece(page)
            return []
        shape: dict[str, Any] = page.evaluate(SHAPE)
        if shape != SOUND | {"lang": self.language}:
            self.faults.append(f"{page.url}: {shape}")
        if thoroughly:
            try:
                axe(page)
            except AssertionError as broken:
                self.faults.append(str(broken))
        links = page.locator("a[href]:not([hreflang])").evaluate_all(LINKS)
        return [urldefrag(link).url for link in links]

    def _open(self, page: Page, address: str) -> Response | APIResponse:
        """What answers there: a page that the browser shows, or a file for another program."""
        if PurePosixPath(urlsplit(address).path).suffix in {"", ".html"}:
            try:
                answer = page.goto(address)
            except Error as kept:
                if "Download is starting" not in kept.message:
                    raise
            else:
                assert answer is not None
                return answer
        return page.request.get(address, timeout=SLOW)

    def _look_at_a_piece(self, page: Page) -> None:
        """What other sites put into pages of their own has neither head nor language of the page."""
        if not urlsplit(page.url).path.endswith("/fragment.html"):
            self.faults.append(f"{page.url}: no page")


def routes_of(served: Site) -> MapAdapter:
    """What addresses mean, told by the program that serves them."""
    database = f"sqlite:///{served.home / 'maillage.sqlite3'}"
    app = create_app(Settings(home=served.home, database_url=database, secret_key="of no use", pump=False))
    return app.url_map.bind("")
