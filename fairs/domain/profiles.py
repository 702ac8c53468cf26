"""What a participant says of themselves and of their organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fairs import events
from fairs.domain import consents, mail_choices
from fairs.errors import Refused
from fairs.models import Listing
from fairs.outbox import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Organisation, Participant
    from fairs.models.organisation import Cooperation, Side

LISTINGS = 8
Reminders = Literal["none", "dates", "meetings"]  # each brings what stands before it as well


@dataclass(frozen=True)
class Profile:
    """A participant's page about themselves; offers and needs pair a form of cooperation with its words."""

    name: str
    role: str
    organisation: str
    town: str
    website: str
    pitch: str
    family: str
    offers: tuple[tuple[Cooperation, str], ...]
    needs: tuple[tuple[Cooperation, str], ...]
    listed: bool
    email_shown: bool
    language: str
    reminders: Reminders


def reminders_of(participant: Participant) -> Reminders:
    """Which reminders somebody gets."""
    if participant.reminders_stopped_at is not None:
        return "none"
    return "meetings" if participant.reminded_before_meetings else "dates"


def change_profile(session: Session, participant: Participant, profile: Profile, now: datetime) -> None:
    """Correct what is said; others see it at once, papers at their next printing."""
    if not profile.name.strip():
        raise Refused("Say who will come: a name is missing.", field="name")
    if not profile.organisation.strip():
        raise Refused("Say for whom you come: the organisation is missing.", field="organisation")
    organisation = participant.organisation
    participant.name, participant.role = profile.name.strip(), profile.role.strip()
    participant.listed, participant.email_shown = profile.listed, profile.email_shown
    participant.language = profile.language
    participant.reminded_before_meetings = profile.reminders == "meetings"
    organisation.name, organisation.town = profile.organisation.strip(), profile.town.strip()
    organisation.website, organisation.pitch = profile.website.strip(), profile.pitch.strip()
    organisation.family = profile.family
    list_anew(organisation, "offer", profile.offers)
    list_anew(organisation, "need", profile.needs)
    choose_mails = mail_choices.stop if profile.reminders == "none" else mail_choices.resume
    choose_mails(session, participant, now)
    consents.note(session, participant, now)
    record(session, events.ProfileChanged(participant.edition_id, participant.id), now)


def list_anew(organisation: Organisation, side: Side, listings: Sequence[tuple[Cooperation, str]]) -> None:
    """Replace an organisation's offers, or its needs."""
    said = [(cooperation, words.strip()) for cooperation, words in listings if words.strip()]
    if len(said) > LISTINGS:
        raise Refused("Name at most %(count)d, the most important first.", field=side, count=LISTINGS)
    others = [listing for listing in organisation.listings if listing.side != side]
    organisation.listings = others + [
        Listing(side=side, cooperation=cooperation, text=words, position=position)
        for position, (cooperation, words) in enumerate(said)
    ]
