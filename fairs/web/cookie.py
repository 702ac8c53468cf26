"""When the cookie of the session is sent anew.

A permanent one lives on with each page that is read, but with pages alone: the answer to a style sheet that
was asked for earlier and comes late would bring back a session that has changed meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask.sessions import SecureCookieSessionInterface

if TYPE_CHECKING:
    from flask import Flask
    from flask.sessions import SessionMixin


class WithPages(SecureCookieSessionInterface):
    """Flask's own, which asks besides whether somebody reads a page."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """When something changed in it, and with each page."""
        reads_page = "text/html" in request.headers.get("Accept", "")
        return session.modified or (reads_page and super().should_set_cookie(app, session))


def install(app: Flask) -> None:
    """Let it be so."""
    app.session_interface = WithPages()
