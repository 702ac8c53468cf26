"""Whether the machinery works, for whoever watches over it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from flask import Blueprint
from sqlalchemy.exc import SQLAlchemyError

from fairs.queries.health import health, ready
from fairs.web import here, policy, transaction

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@policy.machine
def healthz() -> ResponseReturnValue:
    """200 when all is well; 503 with the reasons otherwise."""
    with suppress(SQLAlchemyError):  # `health` says so
        transaction.begin()
    found = health(here.session(), here.now(), here.settings().parts)
    answer = {"ok": found.ok, "reasons": list(found.reasons)}
    return answer, 200 if found.ok else 503


@blueprint.get("/readyz")
@policy.machine
def readyz() -> ResponseReturnValue:
    """200 when this process can answer pages; 503 otherwise. What works beside them is not asked for."""
    with suppress(SQLAlchemyError):
        transaction.begin()
    found = ready(here.session())
    return {"ok": found.ok, "reasons": list(found.reasons)}, 200 if found.ok else 503
