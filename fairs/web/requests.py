"""One line in the log for each answer, without secrets and without names, and a number among the counts.

A request has an identity, given by a proxy or made here. It stands in all lines that are written meanwhile,
also in those that say which events were recorded, and in the answer.
"""

from __future__ import annotations

import re
import uuid
from time import perf_counter
from typing import TYPE_CHECKING

import structlog
from flask import g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from fairs.meters import meters

if TYPE_CHECKING:
    from flask import Flask, Response

ID = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})

log = structlog.get_logger(__name__)


def install(app: Flask) -> None:
    """Write requests down."""
    app.before_request(_begin)
    app.after_request(_note)
    app.teardown_request(_end)


def _begin() -> None:
    g.began = perf_counter()
    given = request.headers.get(ID, "")
    g.request_id = given if SANE.fullmatch(given) else uuid.uuid4().hex
    clear_contextvars()
    bind_contextvars(request_id=g.request_id)


def _note(response: Response) -> Response:
    seconds = perf_counter() - g.began if "began" in g else 0.0
    if "request_id" in g:
        response.headers[ID] = g.request_id
    endpoint = request.endpoint or "none"
    method = request.method if request.method in METHODS else "other"
    meters().answered(endpoint, method, response.status_code, seconds)
    if endpoint.rpartition(".")[2] != "static" and request.endpoint:
        log.info(
            "request",
            method=method,
            endpoint=endpoint,
            route=request.url_rule.rule if request.url_rule else "",  # not the path: it may hold a secret
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )
    return response


def _end(_error: BaseException | None) -> None:
    clear_contextvars()
