"""Editions as a JSON feed (version 1.1), for pages of others that want to show them in their own dress."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fairs.agenda import atom, public_ics
from fairs.agenda.characters import one_line, unspaced

if TYPE_CHECKING:
    from datetime import datetime

    from fairs.agenda.announcements import Announcement, Listing

VERSION = "https://jsonfeed.org/version/1.1"


def listing(shown: Listing) -> bytes:
    """The feed of a list, in order of time."""
    feed = {
        "version": VERSION,
        "title": one_line(shown.title),
        "description": one_line(shown.description),
        "home_page_url": unspaced(shown.page_url),
        "feed_url": unspaced(shown.feed_url),
        "language": shown.language,
        "items": [_item(one) for one in shown.announcements],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _item(shown: Announcement) -> dict[str, Any]:
    item = {
        "id": unspaced(shown.uid),
        "url": unspaced(shown.url),
        "title": one_line(shown.title),
        "summary": one_line(shown.summary),
        "content_text": public_ics.description(shown),
        "date_modified": _local(shown.changed_at, shown),
        "authors": [{"name": one_line(shown.network)}],
        "tags": [one_line(shown.fair), one_line(shown.territory)],
        "language": shown.language,
        "_maillage": {
            "about": unspaced(shown.fair_url),
            "kind": shown.kind,
            "starts_at": _local(shown.start_at, shown),
            "ends_at": _local(shown.end_at, shown),
            "when": atom.when(shown),
            "venue": one_line(shown.venue),
            "address": one_line(shown.address),
            "status": "cancelled" if shown.cancelled else "full" if shown.full else "scheduled",
        },
    }
    return item | ({"image": unspaced(shown.card_url)} if shown.card_url else {})


def _local(instant: datetime, shown: Announcement) -> str:
    return instant.astimezone(shown.zone).replace(microsecond=0).isoformat()
