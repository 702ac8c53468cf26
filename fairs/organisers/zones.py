"""The time zone of the edition: to be corrected, once it is said what shall stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older

from fairs.domain import zones as verbs
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import REQUIRED, given
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.voice import Form
from fairs.web.zones import ZONES

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from fairs.domain.zones import Consequences


class ZoneForm(Form):
    """Another zone, and what stays: nothing is chosen beforehand, for each is right sometimes."""

    timezone = StringField(_l("Time zone"), [REQUIRED])
    kept = RadioField(
        _l("What shall stay?"),
        [REQUIRED],
        choices=[
            SelectChoice(
                "clock", _l("The hours on the clock: what begins at nine begins at nine over there")
            ),
            SelectChoice(
                "instants", _l("The instants: nothing moves, but clocks over there show other hours")
            ),
        ],
    )


@organisers.get("/<slug>/zone")
@policy.organiser
def zone() -> str:
    """The zone as it is."""
    return _page(ZoneForm(data={"timezone": current_edition().timezone}))


@organisers.post("/<slug>/zone")
@policy.organiser
def change_zone() -> Response | str | tuple[str, int]:
    """Show what would follow; once that was read, let it be so."""
    edition, form = current_edition(), ZoneForm()
    if form.validate():
        with told_in(form):
            plan = (given(form.timezone).strip(), given(form.kept))
            follows = verbs.consequences(here.session(), edition, *plan, here.now())
            if not request.form.get("sure"):
                return _page(form, follows)
            verbs.change_zone(here.session(), edition, *plan, here.now())
            flash(_("The time zone is kept."))
            return go("settings")
    return _page(form), 422


def _page(form: ZoneForm, follows: Consequences | None = None) -> str:
    return bench("organisers/zone.html", "organisers.settings", form=form, follows=follows, zones=ZONES)
