"""The participant's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from fairs.web import person, policy

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("participants", __name__, url_prefix="/me/<slug>")
blueprint.url_value_preprocessor(lambda _, values: (values or {}).pop("slug", None))  # see fairs.web.person


@blueprint.get("")
@policy.participant
def home() -> ResponseReturnValue:
    """What to do now."""
    return render_template("participants/home.html", edition=person.current_edition())
