"""A mail server that remembers what it took: how often each Message-ID came, and the links in each mail."""

from __future__ import annotations

import re
import threading
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

LINK = re.compile(r"https?://[^\s<>\"]+/(?:p|in)/[\w-]+")


class Sink:
    """What came in, by Message-ID and by recipient."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._links: dict[str, str] = {}
        self._lock = threading.Lock()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)
        body = mail.get_body(("plain",))
        found = LINK.search(str(body.get_content())) if body else None
        with self._lock:
            self.taken[str(mail["Message-ID"])] += 1
            if found:
                self._links[envelope.rcpt_tos[0]] = found[0]
        return "250 OK"

    def link(self, recipient: str) -> str | None:
        """The newest way in that was mailed to somebody."""
        with self._lock:
            return self._links.get(recipient)
