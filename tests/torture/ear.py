"""A program of somebody else's that is told what happens, and remembers how often it heard each message."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"


class Ear:
    """What was heard, by the identity of the message."""

    def __init__(self) -> None:
        self.heard: Counter[str] = Counter()
        self._lock = threading.Lock()

    def hear(self, identity: str) -> None:
        """Once more."""
        with self._lock:
            self.heard[identity] += 1


@contextmanager
def listening(ear: Ear) -> Iterator[str]:
    """Listen on a free port; the address."""

    class Conversation(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            ear.hear(self.headers["webhook-id"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing is to be read here."""

    with ThreadingHTTPServer((HOST, 0), Conversation) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://{HOST}:{server.server_port}/hook"
        server.shutdown()
        thread.join()
