"""The participant's blueprint and the frame of its pages. Views find the edition by the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from fairs.queries import activities
from fairs.web import here, person

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from fairs.models import Edition

blueprint = Blueprint("participants", __name__, url_prefix="/me/<slug>")
blueprint.url_value_preprocessor(lambda _endpoint, values: (values or {}).pop("slug", None))

ROOMS: tuple[tuple[str, LazyString], ...] = (
    ("participants.home", _l("Now")),
    ("participants.find", _l("Find")),
    ("participants.wishes", _l("Wishes")),
    ("participants.when", _l("Times")),
    ("participants.agenda", _l("Agenda")),
    ("participants.programme", _l("Programme")),
    ("participants.profile", _l("Profile")),
)
OF_MEETINGS = frozenset(f"participants.{room}" for room in ("find", "wishes", "when", "agenda"))


def page(template: str, **values: Any) -> str:
    """A page of somebody who takes part."""
    participant, now = person.the_participant(), here.now()
    edition = participant.edition
    return render_template(
        f"participants/{template}",
        edition=edition,
        participant=participant,
        phase=edition.phase(now),
        wishes_open=edition.wishes_open(now),
        zone=edition.timezone,
        now=now,
        rooms=_rooms(edition),
        **values,
    )


def _rooms(edition: Edition) -> list[tuple[str, LazyString]]:
    """Where nobody is asked whom to meet, nothing leads there; and to a programme only if there is one."""
    hidden = set() if edition.has_meetings else set(OF_MEETINGS)
    if not activities.any_of(here.session(), edition):
        hidden.add("participants.programme")
    return [(endpoint, words) for endpoint, words in ROOMS if endpoint not in hidden]
