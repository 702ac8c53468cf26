"""Keys that the program keeps, in words for the person they are about."""

from __future__ import annotations

from typing import Any

from fairs.texts import N_

SPOKEN: dict[str, dict[str, str]] = {
    "state": {
        "received": N_("has not confirmed the address yet"),
        "confirmed": N_("waits for the organiser"),
        "waitlisted": N_("waits for a place"),
        "offered": N_("has a place on offer"),
        "approved": N_("takes part"),
        "declined": N_("declined"),
        "withdrawn": N_("withdrawn"),
    },
    "level": {"must": N_("Must"), "would": N_("Gladly"), "open": N_("Why not"), "never": N_("Never")},
    "side": {"offer": N_("Offers"), "need": N_("Needs")},
    "cooperation": {
        "activity": N_("Business"),
        "public": N_("A public"),
        "flow": N_("Material"),
        "skill": N_("Skill"),
    },
    "says": {"yes": N_("Yes, I come"), "maybe": N_("Maybe"), "no": N_("No")},
    "role": {
        "owner": N_("owner"),
        "organiser": N_("organiser"),
        "desk": N_("reception"),
        "viewer": N_("observer"),
    },
    "how": {"refused": N_("refused"), "bounced": N_("came back")},
    "language": {"fr": "Français", "en": "English"},
}


def spoken(column: str, value: Any) -> str | None:
    """The words of a key, to be translated; None for what somebody wrote."""
    return SPOKEN.get(column, {}).get(str(value))
