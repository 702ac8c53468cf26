"""What the fair is called, who stages it where, its colour, and who answers: to be changed later on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _

from fairs.domain import founding as verbs
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.founding import IdentityForm
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


@organisers.get("/<slug>/fair")
@policy.organiser
def identity() -> str:
    """As it is now."""
    edition = current_edition()
    known = {name: getattr(edition.fair, name) for name in verbs.OF_FAIR}
    contact = {"contact_name": edition.contact_name, "contact_email": edition.contact_email}
    return _page(IdentityForm(data=known | contact))


@organisers.post("/<slug>/fair")
@policy.organiser
def change_identity() -> Response | tuple[str, int]:
    """Change it everywhere at once; mails and papers that are out stay as they are."""
    form = IdentityForm()
    if form.validate():
        with told_in(form):
            verbs.rename(here.session(), current_edition(), form.identity(), here.now())
            flash(_("Kept. Pages, calendars and mails say so from now on."))
            return go("settings")
    return _page(form), 422


def _page(form: IdentityForm) -> str:
    return bench("organisers/identity.html", "organisers.settings", form=form)
