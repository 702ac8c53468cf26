"""An edition as search engines read it: schema.org `Event` in JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from fairs.agenda.characters import clean, one_line, unspaced

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from fairs.agenda.announcements import Announcement

KINDS = {"fair": "BusinessEvent", "meetup": "SocialEvent"}


def block(shown: Iterable[Announcement]) -> Markup:
    """What stands between the tags of a data block. Nothing in it can end the block."""
    graph = {"@context": "https://schema.org", "@graph": [described(one) for one in shown]}
    written = json.dumps(graph, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(written)  # noqa: S704 - escaped above, as JSON has it


def described(shown: Announcement) -> dict[str, Any]:
    """One edition."""
    status = "EventCancelled" if shown.cancelled else "EventScheduled"
    described = {
        "@type": ["Event", KINDS[shown.kind]],
        "@id": unspaced(shown.url),
        "identifier": unspaced(shown.uid),
        "url": unspaced(shown.url),
        "name": one_line(shown.title),
        "description": one_line(shown.summary) or one_line(shown.title),
        "inLanguage": shown.language,
        "startDate": _local(shown.start_at, shown),
        "endDate": _local(shown.end_at, shown),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": one_line(shown.venue),
            "address": one_line(shown.address),
        },
        "organizer": {
            "@type": "Organization",
            "name": one_line(shown.network),
            "url": unspaced(shown.fair_url),
        },
        "superEvent": {"@type": "EventSeries", "name": one_line(shown.fair), "url": unspaced(shown.fair_url)},
    }
    if shown.who_comes:
        described["audience"] = {"@type": "Audience", "audienceType": clean(one_line(shown.who_comes))}
    if shown.open:
        register = f"{unspaced(shown.url)}/register"
        described["potentialAction"] = {"@type": "RegisterAction", "target": register}
    return described | ({"image": [unspaced(shown.card_url)]} if shown.card_url else {})


def _local(instant: datetime, shown: Announcement) -> str:
    """With the distance to UTC of the place: search engines show the hour that is written."""
    return instant.astimezone(shown.zone).replace(microsecond=0).isoformat()
