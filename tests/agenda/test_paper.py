"""What WeasyPrint may reach: nothing but the document itself."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from fairs.agenda.paper import press
from tests.agenda.reading import opened, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = '<html lang="en"><head><title>x</title>{head}</head><body><p>before {body} after</p></body></html>'


class Listener(BaseHTTPRequestHandler):
    """Writes down who came."""

    def do_GET(self) -> None:
        self.server.visits.append(self.path)  # type: ignore[attr-defined]
        self.send_response(302)
        self.send_header("Location", "file:///etc/hostname")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Listener)
    server.visits = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.abuse(28)
def test_neither_files_nor_servers_are_asked_for_anything(tmp_path: Path, listener: HTTPServer) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    for address in (secret.as_uri(), f"http://127.0.0.1:{listener.server_port}/x"):
        head = (
            f'<link rel=attachment href="{address}"><link rel=stylesheet href="{address}">'
            f'<style>@import url("{address}"); p {{ background: url("{address}") }}</style>'
            f'<base href="{address}">'
        )
        body = (
            f'<img src="{address}" alt="x"><object data="{address}"></object><embed src="{address}">'
            f'<svg width="9" height="9"><title>x</title><image href="{address}" width="9" height="9"/></svg>'
        )
        data = press(PAGE.format(head=head, body=body))
        assert opened(data).attachments == {}
        assert b"the secret" not in data
        assert "the secret" not in texts_of(data)[0]
        assert "before" in texts_of(data)[0]
    assert listener.visits == []  # type: ignore[attr-defined]
