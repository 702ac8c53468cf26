"""A browser as people have it, which notices whatever goes wrong behind the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Request, Response

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",  # Chromium refuses to run as root with it; it visits this machine alone
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # nothing from outside
)
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Faults(list[str]):
    """What a page did wrong while somebody used it; a journey ends well only if this stays empty."""

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        """Errors of scripts and breaches of the content security policy; answers are judged elsewhere."""
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.append(f"{message.location.get('url')}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure == "net::ERR_ABORTED":
            return  # given up by the browser itself: a download, or somebody who has already moved on
        self.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        """A page may refuse; what it is made of must be there, and nothing may break."""
        limit = 500 if response.request.is_navigation_request() else 400
        if response.status >= limit:
            self.append(f"{response.request.method} {response.url}: {response.status}")


def axe(page: Page) -> None:
    """Fail unless the page is accessible, naming each rule broken and where."""
    page.evaluate(AXE_SCRIPT)  # evaluated, not inserted: the site's policy forbids inline scripts
    options = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
    violations = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    assert not violations, f"{page.url}\n" + "\n".join(map(_sentence, violations))


def _sentence(violation: dict[str, Any]) -> str:
    places = "".join(
        f"\n    {' '.join(map(str, node['target']))}\n      {node['html'][:200]}\n      "
        + " | ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
        for node in violation["nodes"]
    )
    return f"{violation['id']} ({violation['impact']}): {violation['help']}{places}"
