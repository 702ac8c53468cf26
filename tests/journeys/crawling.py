"""Somebody who follows every link, and looks at each page that it leads to."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from werkzeug.exceptions import HTTPException

from tests.journeys.browsing import axe

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from werkzeug.routing import MapAdapter

OF_A_KIND = 2  # pages of one kind that are looked at; the others are alike
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
    """A bounded walk through the site: of each kind of page (route, edition, names of arguments) a few."""

    def __init__(self, routes: MapAdapter, language: str, scheme: Literal["light", "dark"]) -> None:
        self.routes, self.language, self.scheme = routes, language, scheme
        self.reached: set[str] = set()  # endpoints
        self.faults: list[str] = []

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
            seen.update({kind, kind[:2]})
            if seen[kind] > OF_A_KIND:
                continue
            self.reached.add(kind[0])
            for link in self._look(page, address, thoroughly=seen[kind[:2]] == 1):
                if link.startswith(site) and urlsplit(link).path.startswith(within) and link not in known:
                    known.add(link)
                    waiting.append(link)

    def _kind(self, address: str) -> tuple[str, ...]:
        parts = urlsplit(address)
        try:
            endpoint, values = self.routes.match(parts.path, method="GET")
        except HTTPException:
            return ("", address)
        return (endpoint, str(values.get("slug", "")), *sorted(name for name, _ in parse_qsl(parts.query)))

    def _look(self, page: Page, address: str, *, thoroughly: bool) -> list[str]:
        """Judge what answers there; the links that lead on."""
        answer = page.request.get(address, timeout=SLOW)
        if answer.status >= 400:
            self.faults.append(f"{address}: {answer.status}")
        if not answer.headers["content-type"].startswith("text/html"):
            return []
        page.goto(address)
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
