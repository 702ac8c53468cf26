"""Mails about an edition as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fairs.delivery.handlers.mails import mail
from fairs.delivery.handlers.registrations import in_state
from fairs.delivery.letters import to_participant
from fairs.domain.registrations import INSIDE

if TYPE_CHECKING:
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.events import ZoneAnnounced


def _zone_changed(event: ZoneAnnounced, links: Addresses) -> Letter | None:
    """When it is now, in the zone that holds now."""
    person = in_state(event, links, *INSIDE)
    if person is None:
        return None
    return to_participant(
        "zone_changed",
        person,
        links.settings,
        links.now,
        link=links.personal(person),
        former_zone=ZoneInfo(event.former_zone),
        same_hours=event.kept == "clock",
        had_meetings=event.kept == "clock" and person.edition.published_at is not None,
    )


zone_changed = mail(_zone_changed)
