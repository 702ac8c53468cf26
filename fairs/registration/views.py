"""What everyone may read: the fairs and meetups that are coming, and each edition's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template

from fairs.queries import editions
from fairs.web import here, person, policy

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("public", __name__)
blueprint.url_value_preprocessor(lambda _, values: (values or {}).pop("slug", None))  # see fairs.web.person


@blueprint.get("/")
@policy.public
def home() -> ResponseReturnValue:
    """What is coming."""
    return render_template("registration/home.html", editions=editions.upcoming(here.session(), here.now()))


@blueprint.get("/g/<name>")
@policy.public
def fair(name: str) -> ResponseReturnValue:
    """One fair or meetup."""
    found = editions.fair_by_slug(here.session(), name)
    return render_template(
        "registration/fair.html", fair=found, editions=editions.of_fair(here.session(), found)
    )


@blueprint.get("/g/<name>/accent.css")
@policy.public
def accent(name: str) -> ResponseReturnValue:
    """The colour of a fair, light and dark."""
    return Response(editions.fair_by_slug(here.session(), name).accent, mimetype="text/css")


@blueprint.get("/e/<slug>")
@policy.public
def edition() -> ResponseReturnValue:
    """One edition."""
    return render_template("registration/edition.html", edition=person.current_edition())


@blueprint.get("/e/<slug>/link")
@policy.public
def link() -> ResponseReturnValue:
    """Ask for the personal link."""
    return render_template("registration/edition.html", edition=person.current_edition())
