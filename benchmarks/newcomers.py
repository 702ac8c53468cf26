"""Newcomers at their telephones, as many as Locust is told: they open the form, register, prove the address.

Run by ``benchmarks.registration``, which says in the environment where the fair is and where mails arrive.
"""

import os
import re
import time
from html import unescape
from itertools import count
from pathlib import Path
from uuid import uuid4

from locust import FastHttpUser, task

FORM = os.environ["NEWCOMERS_FORM"]
POST = Path(os.environ["NEWCOMERS_POST"])  # a file for each address, holding the newest link mailed to it
ONLY_LOOK = os.environ.get("NEWCOMERS_ONLY_LOOK") == "yes"
HIDDEN = re.compile(r"<input[^>]*type=\"hidden\"[^>]*>")
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
PATIENCE = 60.0  # seconds for a mail
RUN = uuid4().hex[:8]
numbers = count(1)


class Newcomer(FastHttpUser):
    """One person after another, each with a browser of their own."""

    network_timeout = connection_timeout = 60.0

    @task
    def come(self) -> None:
        """Open the form; fill it in, send it, wait for the mail and press its button."""
        self.client.cookiejar.clear()
        page = self.client.get(FORM, name="form")
        if ONLY_LOOK:
            return
        began = time.perf_counter()
        number = next(numbers)
        address = f"newcomer.{number}.{RUN}@example.org"
        typed = {
            "organisation": f"Atelier {number}",
            "town": "Saint-Aubin",
            "name": f"Zoé Łukasiewicz {number}",
            "email": address,
            "language": "en",
            "listed": "y",
        }
        self.client.post(FORM, data=_hidden_in(page.text) | typed, name="send")
        door = _mailed(address)
        page = self.client.get(door, name="door")
        self.client.post(door, data=_hidden_in(page.text), name="confirm")
        self.environment.events.request.fire(
            request_type="WAY",
            name="registered",
            response_time=1000 * (time.perf_counter() - began),
            response_length=0,
            exception=None,
            context={},
        )


def _mailed(address: str) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if (POST / address).exists():
            return (POST / address).read_text(encoding="ascii")
        time.sleep(0.02)  # others go on meanwhile: Locust has put its own sleep here
    message = f"no mail came for {address}"
    raise TimeoutError(message)


def _hidden_in(page: str | None) -> dict[str, str]:
    """What the forms of a page send along unseen."""
    fields = (dict(ATTRIBUTE.findall(field)) for field in HIDDEN.findall(page or ""))
    return {field["name"]: unescape(field.get("value", "")) for field in fields if "name" in field}
