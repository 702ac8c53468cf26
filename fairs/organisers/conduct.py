"""How an edition behaves: closing dates, and what happens without the organiser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _

from fairs.domain import editions as verbs
from fairs.domain import retention
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import SettingsForm, of_edition
from fairs.organisers.team import demand_form, may_change_team
from fairs.queries import privacy
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


@organisers.get("/<slug>/settings")
@policy.organiser
def settings() -> str:
    """The settings as they are."""
    return _page(of_edition(current_edition()))


@organisers.post("/<slug>/settings")
@policy.organiser
def change_settings() -> Response | tuple[str, int]:
    """Set how the edition behaves."""
    edition, form = current_edition(), SettingsForm()
    if form.validate():
        with told_in(form):
            changed = form.settings(edition)
            verbs.change_settings(here.session(), edition, changed, here.now())
            flash(_("The settings are kept."))
            return go("state")
    return _page(form), 422


def _page(form: SettingsForm) -> str:
    edition, session = current_edition(), here.session()
    until = retention.earliest(edition, privacy.terms_of(session, edition), here.now())
    return bench(
        "organisers/settings.html",
        "organisers.settings",
        form=form,
        until=until,
        warned=until - retention.WARNED,
        demand=demand_form(),
        may=may_change_team(),
    )
