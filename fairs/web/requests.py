"""One line in the log for each answer, without secrets and without names."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import structlog
from flask import g, request

if TYPE_CHECKING:
    from flask import Flask, Response

log = structlog.get_logger(__name__)


def install(app: Flask) -> None:
    """Write requests down."""
    app.before_request(_begin)
    app.after_request(_note)


def _begin() -> None:
    g.began = perf_counter()


def _note(response: Response) -> Response:
    if request.endpoint and request.endpoint.rpartition(".")[2] != "static":
        milliseconds = round((perf_counter() - g.began) * 1000, 1) if "began" in g else None
        log.info(
            "request",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else "",  # not the path: it may hold a secret
            status=response.status_code,
            ms=milliseconds,
        )
    return response
