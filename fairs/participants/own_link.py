"""The personal link in wrong hands, the address that has changed: what only its owner may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _

from fairs.domain import registrations
from fairs.errors import Forbidden
from fairs.participants.blueprint import blueprint, page
from fairs.web import here, person, policy
from fairs.web.signed_in import WRITTEN_TO

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/link")
@policy.participant
def my_link() -> ResponseReturnValue:
    """What replacing the link means, before it is done."""
    return page("my_link.html")


@blueprint.post("/link")
@policy.participant
def replace_my_link() -> ResponseReturnValue:
    """The old one dies on every device, this one included: the new one comes by mail alone."""
    if person.acting_for() is not None:
        raise Forbidden("This is for the person alone; you find the same on your own page about them.")
    participant = person.the_participant()
    slug, session[WRITTEN_TO] = participant.edition.slug, participant.email
    registrations.replace_personal_link(here.session(), participant, here.now())
    person.leave(participant.edition)
    flash(_("The old link is dead. The new one is on its way to your address."))
    return redirect(url_for("public.link_sent", slug=slug), 303)


@blueprint.get("/address")
@policy.participant
@policy.fresh
def change_address() -> ResponseReturnValue:
    """Signed in with the address that shall change: that is where it is changed."""
    return redirect(url_for("sign_in.address"), 303)
