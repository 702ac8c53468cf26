"""Numbers for Prometheus: for programs of this machine, and for those that know the word."""

from __future__ import annotations

import hmac
from contextlib import suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, request
from sqlalchemy.exc import SQLAlchemyError

from fairs import meters
from fairs.queries.measures import measures
from fairs.web import here, policy, transaction

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}
BY_PROXY = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP")

blueprint = Blueprint("watching", __name__)


@blueprint.get("/metrics")
@policy.machine
def metrics() -> ResponseReturnValue:
    """What is counted, and what the database says. To others the address does not exist."""
    if not (_knows_the_word() if here.settings().metrics_token else _is_of_this_machine()):
        abort(404)
    with suppress(SQLAlchemyError):  # `measures` says so
        transaction.begin()
    found = measures(here.session(), here.now())
    return Response(meters.exposition(found), content_type=meters.TYPE)


def _knows_the_word() -> bool:
    word, given = here.settings().metrics_token, request.authorization
    if not word or given is None or given.type != "bearer" or given.token is None:
        return False
    return hmac.compare_digest(word.encode(), given.token.encode())


def _is_of_this_machine() -> bool:
    """A proxy is of this machine too: what it hands on says so in its head, or names the site."""
    try:
        near = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
    named = urlsplit(f"//{request.host}").hostname
    return near and named in LOCAL_NAMES and not any(name in request.headers for name in BY_PROXY)
