"""Whom should I meet: those who take part, and what I wish of each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from fairs.domain import wishes as verbs
from fairs.errors import Refused
from fairs.families import family_of
from fairs.participants.blueprint import blueprint, page
from fairs.participants.forms import WishForm
from fairs.participants.words import LEVELS, LEVELS_EXPLAINED
from fairs.queries import census, people, visible
from fairs.queries import wishes as reads
from fairs.queries.paging import PER_PAGE, Page
from fairs.web import here, language, person, policy
from fairs.web.errors import say

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

BACK = ("find", "wishes")  # the pages on which a wish can be declared
FRAGMENT = "text/vnd.maillage.fragment"  # what static/js/wish.js asks for
WORDS = {"levels": LEVELS, "explained": LEVELS_EXPLAINED}


@blueprint.get("/find")
@policy.participant
def find() -> ResponseReturnValue:
    """Everyone else who takes part, searched and by family, each with a wish to declare."""
    participant, session = person.the_participant(), here.session()
    search, chosen = request.args.get("search", "").strip(), family_of(request.args.get("family", ""))
    everyone = people.taking_part(session, participant.edition, search) if participant.takes_part else []
    others = [other for other in everyone if other.organisation_id != participant.organisation_id]
    shown = [other for other in others if chosen is None or other.organisation.family == chosen.key]
    number = _page_number(len(shown))
    return page(
        "find.html",
        search=search,
        chosen=chosen.key if chosen else "",
        tally={key: sum(other.organisation.family == key for other in others) for key in census.KEYS},
        total=len(others),
        people=Page(
            [
                visible.to_participants(other, language.current())
                for other in shown[(number - 1) * PER_PAGE : number * PER_PAGE]
            ],
            number,
            len(shown),
        ),
        wishes=reads.by_wished(session, participant),
        **WORDS,
    )


@blueprint.get("/wishes")
@policy.participant
def wishes() -> ResponseReturnValue:
    """My wishes, by level."""
    participant = person.the_participant()
    mine = reads.of(here.session(), participant)
    return page(
        "wishes.html",
        by_level={level: list(some) for level, some in groupby(mine, key=lambda wish: wish.level)},
        faces={
            wish.wished_id: visible.to_participants(wish.wished, language.current(), briefly=True)
            for wish in mine
        },
        **WORDS,
    )


@blueprint.post("/wish/<person_id>")
@policy.participant
def wish(person_id: str) -> ResponseReturnValue:
    """Declare a wish, change it, or take it back."""
    participant, session, form = person.the_participant(), here.session(), WishForm()
    other = people.by_id(session, participant.edition, person_id)
    if not form.validate():
        flash(_("Nothing was changed: a word why has at most %(max)d signs.", max=verbs.MESSAGE_LENGTH))
    else:
        try:
            verbs.declare(session, participant, other, form.chosen, form.message.data or "", here.now())
        except Refused as refusal:
            flash(say(refusal))
        else:
            if FRAGMENT in request.accept_mimetypes.values():
                mine = reads.by_wished(session, participant).get(other.id)
                return page(
                    "wish.html", other=visible.to_participants(other, language.current()), wish=mine, **WORDS
                )
    return redirect(_back(person_id), 303)


def _back(person_id: str) -> str:
    """The card from which the wish was declared. Only our own pages are led back to."""
    back = request.args.get("back", "")
    kept: dict[str, Any] = {
        name: request.args[name] for name in ("search", "family", "page") if name in request.args
    }
    return url_for(
        f"participants.{back if back in BACK else BACK[0]}",
        slug=person.current_edition().slug,
        _anchor=f"person-{person_id}",
        **kept,
    )


def _page_number(total: int) -> int:
    """The page asked for, or the nearest there is."""
    last = max(1, -(-total // PER_PAGE))
    return min(max(1, request.args.get("page", 1, type=int)), last)
