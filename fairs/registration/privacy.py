"""What an edition says of the data it holds, for everyone; and the way to one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, url_for

from fairs.domain import retention
from fairs.queries import privacy as reads
from fairs.queries import processing
from fairs.registration.blueprint import blueprint
from fairs.web import here, person, policy
from fairs.web.own_data import said

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from fairs.models import Edition


@blueprint.app_template_global()
def kept_months(edition: Edition) -> int:
    """For how long after the end people are kept by name: said where they type something in."""
    return reads.terms_of(here.session(), edition).kept_months


@blueprint.get("/e/<slug>/privacy")
@policy.public
def privacy() -> str:
    """Who answers for it, what for, who sees it, until when, and what everybody may ask."""
    edition = person.current_edition()
    terms = reads.terms_of(here.session(), edition)
    return render_template(
        "registration/privacy.html",
        edition=edition,
        terms=terms,
        until=retention.earliest(edition, terms, here.now()),
        activities=processing.record(),
        measures=processing.MEASURES,
        said=said,
    )


@blueprint.get("/e/<slug>/my-data")
@policy.public
def my_data() -> ResponseReturnValue:
    """From the foot of every mail: to one's page where one has entered, or else by signing in.

    There is no secret in this address, so that whoever was sent a mail on learns nothing by it.
    """
    edition = person.current_edition()
    if person.current_participant() is not None and person.acting_for() is None:
        return redirect(url_for("participants.my_data", slug=edition.slug), 303)
    return redirect(url_for("sign_in.my_data"), 303)
