"""How an edition stands: its phase, its figures, what is missing, and the one next act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _

from fairs.domain import editions as verbs
from fairs.domain.capacity import capacity
from fairs.organisers.acts import ACTS
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.lacks import missing
from fairs.organisers.words import phases_of
from fairs.queries import editions, long_jobs, replies, schedules
from fairs.queries.sheets import sheets_of
from fairs.web import here, policy
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session
    from werkzeug.wrappers import Response

    from fairs.models import Edition


@organisers.get("/<slug>")
@policy.organiser
def state() -> str:
    """The first page of an edition."""
    edition, now = current_edition(), here.now()
    counts = editions.counts(here.session(), edition)
    room = capacity(sheets_of(here.session(), edition))
    return bench(
        "organisers/state.html",
        act=ACTS[editions.next_act(here.session(), edition, now)],
        counts=counts,
        everyone=counts.everyone,
        registered=counts.inside,
        capacity=room,
        tally=replies.tally(here.session(), edition) if edition.fair.kind == "meetup" else None,
        draft=schedules.draft(here.session(), edition),
        run=long_jobs.latest(here.session(), edition, "plan"),
        missing=tuple(missing(edition, counts, room)),
        phase=edition.phase(now),
        phases=phases_of(edition),
    )


@organisers.post("/<slug>/open")
@policy.organiser
def open_edition() -> Response:
    """Put the edition before the public."""
    return _turn(verbs.open_edition, _("The page is public now."))


@organisers.post("/<slug>/registration/close")
@policy.organiser
def close_registration() -> Response:
    """Nobody registers any more."""
    return _turn(verbs.close_registration, _("Registration is closed. You can open it again here."))


@organisers.post("/<slug>/registration/reopen")
@policy.organiser
def reopen_registration() -> Response:
    """People may register again."""
    return _turn(
        verbs.reopen_registration, _("Registration is open again, until you close it or its date does.")
    )


@organisers.post("/<slug>/wishes/close")
@policy.organiser
def close_wishes() -> Response:
    """The wishes stand as they are."""
    return _turn(verbs.close_wishes, _("The wishes are closed. You can open them again here."))


@organisers.post("/<slug>/wishes/reopen")
@policy.organiser
def reopen_wishes() -> Response:
    """Wishes may change again."""
    return _turn(
        verbs.reopen_wishes, _("The wishes are open again, until you close them or their date does.")
    )


def _turn(verb: Callable[[Session, Edition, datetime], None], sentence: str) -> Response:
    verb(here.session(), current_edition(), here.now())
    flash(sentence)
    return go("state")
