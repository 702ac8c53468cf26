"""Answers that go on for a while: server-sent events.

Each keeps one of the threads that pages are served by, so a process gives only a few at once; the browser of
whoever gets none asks again and again instead. Between two looks no transaction is open.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from threading import BoundedSemaphore
from time import monotonic, sleep
from typing import TYPE_CHECKING, cast

from flask import Response, current_app
from flask.globals import request_ctx

from fairs.errors import Unavailable
from fairs.web import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.ctx import RequestContext

    Look = Callable[
        [], tuple[dict[str, object], bool]
    ]  # what is to be told, and whether there is more to come

AT_MOST = 3  # of the twelve threads of a process
SECONDS = 25.0  # less than proxies wait for; the browser then comes again
LOOK_EVERY = 0.5
SIGN_EVERY = 10.0  # a sign of life where nothing is new: it finds out who has gone
KEY = "maillage.streams"


@dataclass
class Streams:
    """Those of one process."""

    places: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_MOST))
    seconds: float = SECONDS
    alive: Callable[[], bool] = lambda: True  # whether the process goes on serving


def install(app: Flask) -> None:
    """Give an application its places."""
    app.extensions[KEY] = Streams()


def of(app: Flask) -> Streams:
    """The streams of an application."""
    return cast("Streams", app.extensions[KEY])


def stream(look: Look) -> Response:
    """Tell what `look` finds, whenever it has changed. Raises Unavailable where all places are taken."""
    streams = of(current_app)
    if not streams.places.acquire(blocking=False):
        raise Unavailable("Too many people watch at once. The page goes on asking by itself.")
    news = _news(partial(_looked, look, request_ctx.copy), streams)
    response = Response(news, mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # a proxy must not wait for the end
    response.call_on_close(streams.places.release)
    return response


def _news(look: Look, streams: Streams) -> Iterator[str]:
    ends, told, spoken = monotonic() + streams.seconds, None, monotonic()
    while streams.alive():
        news, goes_on = look()
        if news != told:
            yield f"data: {json.dumps(news)}\n\n"
            told, spoken = news, monotonic()
        elif monotonic() - spoken > SIGN_EVERY:
            yield ":\n\n"
            spoken = monotonic()
        if not goes_on or monotonic() > ends:
            return
        sleep(LOOK_EVERY)


def _looked(look: Look, context: Callable[[], RequestContext]) -> tuple[dict[str, object], bool]:
    """What there is now, read as if it were asked anew; with the context the connection goes back."""
    with context():
        transaction.begin()
        return look()
