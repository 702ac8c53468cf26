"""Announcements for tests of public calendars, feeds, cards and posters."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fairs.agenda.announcements import Announcement, Listing

EVIL = "</script><script>alert(1)</script>\r\nATTENDEE:mailto:evil@example.org"


def announcement(**values: Any) -> Announcement:
    return Announcement(
        **{
            "uid": "edition-7d3f0b6e-5a57-4c8c-9f6e-0d6b6a1f2c3d@maillage.test",
            "sequence": 2,
            "changed_at": datetime(2027, 2, 1, 9, 30, tzinfo=UTC),
            "url": "https://fairs.example/e/apero-2027-03-11",
            "fair_url": "https://fairs.example/g/apero",
            "kind": "meetup",
            "fair": "Apéro des circulaires",
            "title": "Apéro de mars : bois, carton, verre",
            "summary": "Deux heures pour se parler; venez nombreux, & curieux.",
            "who_comes": "Ateliers, collectivités",
            "network": "Les Boucles de la Vère",
            "territory": "Vallée de la Vère",
            "venue": "Halle aux Grains",
            "address": "1 place du Marché, 00000 Saint-Aubin",
            "contact_email": "bonjour@boucles.example",
            "timezone": "Europe/Paris",
            "start_at": datetime(2027, 3, 11, 17, tzinfo=UTC),
            "end_at": datetime(2027, 3, 11, 19, tzinfo=UTC),
            "language": "fr",
            "accent": "#2f6f62",
            "open": True,
            "card_url": "https://fairs.example/e/apero-2027-03-11/card.png?v=1",
        }
        | values
    )


def listing(*announcements: Announcement, **values: Any) -> Listing:
    return Listing(
        **{
            "title": "Apéro des circulaires",
            "description": "Les dates.",
            "page_url": "https://fairs.example/g/apero",
            "feed_url": "https://fairs.example/g/apero.ics?lang=fr",
            "language": "fr",
            "accent": "#2f6f62",
            "timezone": "Europe/Paris",
        }
        | values,
        announcements=announcements,
    )
