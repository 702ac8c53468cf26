"""The workbench: one frame around all pages of an edition, with its rooms named once.

Its views find the edition by the address (`fairs.web.person`): they take no slug.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l

from fairs.domain import permissions
from fairs.organisers.moments import brief
from fairs.web import here, person, policy

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response

    from fairs.models import Edition, Fair

organisers = Blueprint("organisers", __name__, url_prefix="/o")
organisers.url_value_preprocessor(lambda _endpoint, values: (values or {}).pop("slug", None))
organisers.add_app_template_filter(brief)
people_page = policy.organiser_of("people")
"""Declares a page about who comes."""

ROOMS: tuple[tuple[str, LazyString], ...] = (
    ("organisers.state", _l("State")),
    ("organisers.people", _l("People")),
    ("organisers.families", _l("Places")),
    ("organisers.venue", _l("Venue")),
    ("organisers.wishes", _l("Wishes")),
    ("organisers.plan", _l("Plan")),
    ("organisers.grid", _l("Grid")),
    ("organisers.publish", _l("Publish")),
    ("organisers.activities", _l("Programme")),
    ("organisers.messages", _l("Messages")),
    ("organisers.journal", _l("Journal")),
    ("organisers.team", _l("Team")),
    ("organisers.settings", _l("Settings")),
)
LETTER = ("organisers.letter", _l("Write to participants"))
INVITATIONS = ("organisers.invitations", _l("Invitations"))
WAITING = ("organisers.waiting", _l("Waiting list"))
PAPERS = ("organisers.papers", _l("Papers"))
MAIL = ("organisers.mail_setup", _l("Do mails arrive?"))
AGAIN = ("organisers.reinvite", _l("Invite again"))
IMPORTS = ("organisers.imports", _l("Import"))
EXPORT = ("organisers.export", _l("Export"))
ORGANISATIONS = ("organisers.organisations", _l("Organisations"))
ANNEXES: dict[str, tuple[tuple[str, LazyString], ...]] = {
    "organisers.people": (INVITATIONS, AGAIN, IMPORTS, EXPORT, WAITING, ORGANISATIONS, LETTER),
    "organisers.families": (WAITING,),
    "organisers.grid": (PAPERS,),
    "organisers.publish": (PAPERS,),
    "organisers.messages": (LETTER, MAIL),
    "organisers.settings": (
        ("organisers.texts", _l("Texts")),
        ("organisers.identity", _l("Name and colour")),
        ("organisers.date", _l("Date and place")),
        ("organisers.zone", _l("Time zone")),
        ("organisers.clone", _l("Another edition")),
        ("organisers.privacy", _l("Privacy")),
        ("organisers.webhooks", _l("Webhooks")),
        MAIL,
    ),
}
"""What else is found in a room."""

OF_MEETINGS = frozenset(f"organisers.{room}" for room in ("venue", "wishes", "plan", "grid", "publish"))


def bench(template: str, room: str | None = None, **values: Any) -> str:
    """A page of the edition that the address names; `room` says where it belongs if it has no room itself."""
    edition = person.current_edition()
    return render_template(
        template,
        edition=edition,
        zone=edition.timezone,
        now=here.now(),
        rooms=_open_rooms(edition),
        reads_only=_reads_only(edition.fair),
        opens=partial(_opens, edition.fair),
        room=room or request.endpoint,
        annexes=[
            one for one in ANNEXES.get(room or request.endpoint or "", ()) if _opens(edition.fair, one[0])
        ],
        **values,
    )


def _open_rooms(edition: Edition) -> list[tuple[str, LazyString]]:
    """The rooms that the rôle sees, and in which there is something to do."""
    return [
        (endpoint, words)
        for endpoint, words in ROOMS
        if _opens(edition.fair, endpoint) and (edition.has_meetings or endpoint not in OF_MEETINGS)
    ]


def _opens(fair: Fair, endpoint: str) -> bool:
    """Whether the rôle sees a page of organisers: no link leads where nothing is to be found."""
    account, area = person.current_account(), policy.area_of(current_app, endpoint)
    return account is not None and area is not None and permissions.may_see(account, fair, area)


def _reads_only(fair: Fair) -> bool:
    """Whether the rôle changes nothing on this page."""
    account, area = person.current_account(), policy.area_of(current_app, request.endpoint or "")
    return account is not None and area is not None and not permissions.may_change(account, fair, area)


def go(room: str, **values: Any) -> Response:
    """Go on to a page of the same edition once something is done."""
    return redirect(url_for(f"organisers.{room}", slug=person.current_edition().slug, **values), 303)
