"""Organisations that stand here twice: proposed, looked at side by side, merged, and undone for a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from fairs.domain import merging as verbs
from fairs.domain.merging import PROFILE
from fairs.domain.permissions import RIGHTS
from fairs.errors import NotFound
from fairs.organisers.bench import bench, go, organisers, people_page
from fairs.queries import duplicates as reads
from fairs.queries import mergers
from fairs.queries.ids import written_id
from fairs.web import here, person, signed_in
from fairs.web.errors import told_in
from fairs.web.person import current_edition

if TYPE_CHECKING:
    import uuid

    from werkzeug.wrappers import Response

    from fairs.models import Organisation

WORDS = {
    "name": _l("Name"),
    "family": _l("Family"),
    "legal_form": _l("Legal form"),
    "siret": _l("SIRET"),
    "town": _l("Town"),
    "website": _l("Web site"),
    "pitch": _l("What it does"),
}
WHY = {"siret": _l("the same SIRET"), "name": _l("the same name, in the same town")}
ELDER, YOUNGER = "elder", "younger"


@organisers.get("/<slug>/organisations")
@people_page
def organisations() -> str:
    """Pairs that may be one, and what was merged within a day."""
    session, edition, now = here.session(), current_edition(), here.now()
    pairs = reads.pairs(session, _mine())
    lately = mergers.of_edition(session, edition, since=now - verbs.UNDOABLE_FOR)
    return bench(
        "organisers/organisations.html",
        "organisers.people",
        pairs=pairs,
        counts=reads.counts(session, [one for pair in pairs for one in (pair.elder, pair.younger)]),
        why=WHY,
        lately=[(merger, verbs.can_be_undone(merger, now)) for merger in lately],
    )


@organisers.get("/<slug>/organisations/<elder>/<younger>")
@people_page
def pair(elder: str, younger: str) -> str:
    """Both side by side."""
    return _page(*reads.both(here.session(), _mine(), elder, younger), FlaskForm())


@organisers.post("/<slug>/organisations/<elder>/<younger>")
@people_page
def merge(elder: str, younger: str) -> Response | tuple[str, int]:
    """Make them one: of each line the chosen words stay."""
    session, form = here.session(), FlaskForm()
    kept, gone = reads.both(session, _mine(), elder, younger)
    if form.validate():
        with told_in(form):
            verbs.merge(session, current_edition(), kept, gone, _chosen(kept, gone), _listings(), here.now())
            flash(_("They are one now. For a day you can undo it here."))
            return go("organisations")
    return _page(*reads.both(session, _mine(), elder, younger), form), 422


@organisers.post("/<slug>/organisations/merged/<merger_id>/undo")
@people_page
def undo_merging(merger_id: str) -> Response:
    """Two again."""
    session, edition = here.session(), current_edition()
    verbs.undo(session, edition, mergers.by_id(session, edition, merger_id), here.now())
    flash(_("They are two again, as they were."))
    return go("organisations")


def _page(kept: Organisation, gone: Organisation, form: FlaskForm) -> str:
    session = here.session()
    more: dict[str, Any] = {
        "people": {one.id: reads.people(session, one) for one in (kept, gone)},
        "differing": [name for name in PROFILE if getattr(kept, name) != getattr(gone, name)],
        "chosen": {name: _side(name, kept, gone) for name in PROFILE},
        "ticked": _listings() if request.method == "POST" else None,
    }
    return bench(
        "organisers/pair.html", "organisers.people", elder=kept, younger=gone, form=form, words=WORDS, **more
    )


def _chosen(kept: Organisation, gone: Organisation) -> dict[str, str]:
    sides = {ELDER: kept, YOUNGER: gone}
    return {name: getattr(sides[_side(name, kept, gone)], name) for name in PROFILE}


def _side(name: str, kept: Organisation, gone: Organisation) -> str:
    """Whose words: as ticked; else the longer ones, for they were written later or with more care."""
    asked = request.form.get(name)
    if asked in {ELDER, YOUNGER}:
        return asked
    return YOUNGER if len(getattr(gone, name)) > len(getattr(kept, name)) and name != "name" else ELDER


def _listings() -> set[uuid.UUID]:
    found = (written_id(written) for written in request.form.getlist("listing"))
    return {one for one in found if one is not None}


def _mine() -> list[uuid.UUID]:
    """The fairs whose people are in the hands of whoever asks, as they are signed in."""
    account, both = person.current_account(), signed_in.has_second_factor()
    if account is None:
        raise NotFound("This page is for organisers.")
    return [
        held.fair_id
        for held in account.memberships
        if "people" in RIGHTS[held.role].changes and (both or not held.fair.needs_second_factor)
    ]
