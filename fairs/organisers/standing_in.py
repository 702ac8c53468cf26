"""Acting for somebody who takes part: on their own pages, recorded, and shown to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from fairs.domain import registrations
from fairs.errors import Refused
from fairs.organisers.bench import go, organisers, people_page
from fairs.queries import people as reads
from fairs.web import here, person, policy
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


@organisers.post("/<slug>/people/<person_id>/act")
@people_page
def act_for(person_id: str) -> Response:
    """Open somebody's pages, to do there what they asked for."""
    someone = reads.by_id(here.session(), current_edition(), person_id)
    account = person.current_account()
    if someone.state not in registrations.INSIDE or account is None:
        raise Refused("%(name)s does not take part: there is nothing to do for them.", name=someone.name)
    person.act_for(someone, account)
    return redirect(url_for("participants.home", slug=current_edition().slug), 303)


@organisers.post("/<slug>/people/act/stop")
@policy.organiser_of("people")
def stop_acting() -> Response:
    """Be oneself again."""
    someone = person.acting_for()
    person.act_for_nobody()
    return go("person", person_id=someone.id) if someone else go("people")


@organisers.post("/<slug>/people/<person_id>/new-link")
@people_page
def replace_link(person_id: str) -> Response:
    """The personal link of somebody got into wrong hands."""
    someone = reads.by_id(here.session(), current_edition(), person_id)
    registrations.replace_personal_link(here.session(), someone, here.now())
    flash(_("The former link of %(name)s is dead; a new one is on its way by mail.", name=someone.name))
    return go("person", person_id=person_id)
