"""How an edition stands: its phase, its figures, what is missing, and the one next act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import flash, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from fairs.domain import editions as verbs
from fairs.domain.capacity import capacity
from fairs.organisers.acts import ACTS
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.words import PHASES
from fairs.queries import deliveries, editions, schedules
from fairs.queries.sheets import sheets_of
from fairs.web import here, policy
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session
    from werkzeug.wrappers import Response

    from fairs.domain.capacity import Capacity
    from fairs.models import Edition
    from fairs.queries.editions import Counts


@dataclass(frozen=True)
class Lack:
    """Something that needs the organiser, and where it can be mended."""

    sentence: str
    address: str


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
        registered=counts.received + counts.confirmed + counts.approved,
        capacity=room,
        draft=schedules.draft(here.session(), edition),
        run=schedules.latest_run(here.session(), edition),
        missing=tuple(_missing(edition, counts, room)),
        phase=edition.phase(now),
        phases=PHASES,
    )


def _missing(edition: Edition, counts: Counts, room: Capacity) -> Iterator[Lack]:
    def lack(sentence: str, endpoint: str, state: str | None = None) -> Lack:
        return Lack(sentence, url_for(f"organisers.{endpoint}", slug=edition.slug, state=state))

    given_up = deliveries.by_state(here.session(), edition).get("dead", 0)
    if given_up:
        yield lack(
            ngettext("%(num)d message was given up.", "%(num)d messages were given up.", given_up),
            "messages",
            state="dead",
        )
    if edition.grid_stale_at and edition.published_at:
        yield lack(_("The venue changed since the last grid was made."), "plan")
    if counts.confirmed:
        yield lack(
            ngettext(
                "%(num)d registration waits for you.", "%(num)d registrations wait for you.", counts.confirmed
            ),
            "people",
            state="confirmed",
        )
    if counts.received:
        yield lack(
            ngettext(
                "%(num)d person has not confirmed the address yet.",
                "%(num)d people have not confirmed the address yet.",
                counts.received,
            ),
            "people",
            state="received",
        )
    if not room.slots:
        yield lack(_("There is no block of meetings yet."), "venue")
    if not room.tables:
        yield lack(_("There is no table yet."), "venue")
    if counts.without_wishes:
        yield lack(
            ngettext(
                "%(num)d person who takes part has wished nothing yet.",
                "%(num)d people who take part have wished nothing yet.",
                counts.without_wishes,
            ),
            "wishes",
        )
    if room.crowded:
        yield lack(
            ngettext(
                "%(num)d person has more wished meetings than slots.",
                "%(num)d people have more wished meetings than slots.",
                room.crowded,
            ),
            "wishes",
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
    return _turn(verbs.reopen_registration, _("Registration is open again."))


@organisers.post("/<slug>/wishes/close")
@policy.organiser
def close_wishes() -> Response:
    """The wishes stand as they are."""
    return _turn(verbs.close_wishes, _("The wishes are closed. You can open them again here."))


@organisers.post("/<slug>/wishes/reopen")
@policy.organiser
def reopen_wishes() -> Response:
    """Wishes may change again."""
    return _turn(verbs.reopen_wishes, _("The wishes are open again."))


def _turn(verb: Callable[[Session, Edition, datetime], None], sentence: str) -> Response:
    verb(here.session(), current_edition(), here.now())
    flash(sentence)
    return go("state")
