"""One transaction a request: what a view did is committed once it has returned.

Requests that may only read say so to the database; what they wrote by mistake goes with the session.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import Flask, request

from fairs.extensions import db
from fairs.models.engine import READ_ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Application(Flask):
    """Flask, with the edge of the transaction around each view."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Let the view answer, then commit. An exception on the way leaves everything as it was."""
        answer = super().dispatch_request()
        if request.method not in SAFE:
            db.session.commit()
        return answer


def begin() -> None:
    """Promise the database not to write, where the method promises it to the visitor."""
    if request.method in SAFE:
        db.session.connection(execution_options=READ_ONLY)


@contextmanager
def at_rest() -> Iterator[None]:
    """Let the database go while a view that only reads waits for something outside; then read anew."""
    db.session.rollback()
    yield
    begin()
