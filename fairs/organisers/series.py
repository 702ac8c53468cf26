"""When the fair or meetup comes back: its rule in simple fields, in words, and the dates that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from flask import flash, request
from flask_babel import gettext as _

from fairs.agenda.recurrence_words import in_words
from fairs.domain import series as verbs
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import given
from fairs.organisers.series_form import SeriesForm, like, of_recurrence
from fairs.queries import recurrences as reads
from fairs.queries import told
from fairs.queries.ids import written_id
from fairs.web import here, language, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition

if TYPE_CHECKING:
    import uuid

    from werkzeug.wrappers import Response

    from fairs.agenda.recurrence import Recurrence
    from fairs.domain.series import Fate

ROOM = "organisers.settings"
SHOWN = 8  # of the dates that follow
FATE = "fate-"  # before the id of an edition, in the form


@organisers.get("/<slug>/series")
@policy.organiser
def series() -> str:
    """The rule there is, or the form for a first one."""
    edition = current_edition()
    there = reads.of_fair(here.session(), edition.fair)
    if there is None:
        return _page(like(edition, here.now()))
    recurrence = reads.recurrence_of(there)
    return _page(of_recurrence(recurrence, there.ahead), kept=recurrence)


@organisers.post("/<slug>/series")
@policy.organiser
def set_series() -> Response | tuple[str, int]:
    """First what follows from the rule; then, when that was read, the rule."""
    edition, form = current_edition(), SeriesForm()
    if not form.validate():
        return _page(form), 422
    recurrence, ahead = form.recurrence(edition.timezone), given(form.ahead)
    if "keep" in request.form:
        with told_in(form):
            verbs.set_rule(here.session(), edition, recurrence, ahead, _fates(), here.now())
            flash(_("The rule is kept, and the next dates are announced."))
            return go("series")
    return _page(form, tried=recurrence, ahead=ahead), 422 if form.form_errors or form.errors else 200


def _fates() -> dict[uuid.UUID, Fate]:
    """What the organiser chose for editions that people have answered for."""
    chosen = {
        written_id(name.removeprefix(FATE)): value
        for name, value in request.form.items()
        if name.startswith(FATE) and value in get_args(verbs.Fate)
    }
    return {key: cast("Fate", value) for key, value in chosen.items() if key is not None}


def _page(
    form: SeriesForm, kept: Recurrence | None = None, tried: Recurrence | None = None, ahead: int = 1
) -> str:
    edition, session, now = current_edition(), here.session(), here.now()
    shown = tried or kept
    dates = reads.next_dates(shown, now, SHOWN) if shown else []
    return bench(
        "organisers/series.html",
        ROOM,
        form=form,
        words=in_words(shown, language.current()) if shown else "",
        spans=[shown.span(day) for day in dates] if shown else [],
        consequences=verbs.consequences(session, edition.fair, tried, ahead, now) if tried else (),
        tried=tried is not None,
        fates=_fates() if tried else {},
        followers=told.count(session, edition.fair),
        coming=reads.coming(session, edition.fair, now),
    )
