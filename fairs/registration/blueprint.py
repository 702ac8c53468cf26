"""The public's blueprint. Its views find the edition by the address (fairs.web.person): they take no slug."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("public", __name__)
blueprint.url_value_preprocessor(lambda _endpoint, values: (values or {}).pop("slug", None))
