"""When and where an edition takes place: to be changed, once what follows from it has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, StringField
from wtforms.validators import Length

from fairs.domain import moving as verbs
from fairs.domain.moving import WhenAndWhere
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import DATES, REQUIRED, given, instant_of
from fairs.queries import rivals
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.voice import Form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response

    from fairs.domain.moving import Consequences
    from fairs.models import Edition

GATES: dict[str, LazyString] = {
    "opens_at": _l("Opens to the public"),
    "registration_closes_at": _l("Registration closes"),
    "wishes_close_at": _l("Wishes close"),
}


class WhenAndWhereForm(Form):
    """Date, hours and place, in the time of the place."""

    starts_at = DateTimeLocalField(_l("Begins"), [REQUIRED], format=DATES)
    ends_at = DateTimeLocalField(_l("Ends"), [REQUIRED], format=DATES)
    venue = StringField(_l("Place"), [REQUIRED, Length(max=200)])
    address = StringField(_l("Street and town"), [Length(max=300)])

    def plan(self, zone: ZoneInfo) -> WhenAndWhere:
        """What was typed, with instants. Raises Refused where the clocks skip a time."""
        return WhenAndWhere(
            starts_at=instant_of(given(self.starts_at), zone, "starts_at"),
            ends_at=instant_of(given(self.ends_at), zone, "ends_at"),
            venue=given(self.venue).strip(),
            address=(self.address.data or "").strip(),
        )


@organisers.get("/<slug>/date")
@policy.organiser
def date() -> str:
    """When and where it is now."""
    edition = current_edition()
    zone = ZoneInfo(edition.timezone)
    return _page(
        WhenAndWhereForm(
            data={
                "starts_at": edition.starts_at.astimezone(zone),
                "ends_at": edition.ends_at.astimezone(zone),
                "venue": edition.venue,
                "address": edition.address,
            }
        )
    )


@organisers.post("/<slug>/date")
@policy.organiser
def move() -> Response | str | tuple[str, int]:
    """Show what would follow; once that was read, let it take place then and there."""
    edition, form = current_edition(), WhenAndWhereForm()
    if form.validate():
        with told_in(form):
            plan = form.plan(ZoneInfo(edition.timezone))
            follows = verbs.consequences(here.session(), edition, plan, here.now())
            beside = rivals.at(here.session(), edition, plan.starts_at, plan.ends_at, here.now())
            if (follows.any or beside) and not request.form.get("sure"):
                return _page(form, follows, beside)
            verbs.move(here.session(), edition, plan, here.now())
            flash(_("The date and the place are kept."))
            return go("settings")
    return _page(form), 422


def _page(form: WhenAndWhereForm, follows: Consequences | None = None, beside: Iterable[Edition] = ()) -> str:
    return bench(
        "organisers/date.html",
        "organisers.settings",
        form=form,
        follows=follows,
        beside=beside,
        gates=GATES,
    )
