"""What mails about an edition have in common: to whom they speak, what they call the fair, who answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fairs.agenda.characters import clean, one_line
from fairs.agenda.colours import hexadecimal
from fairs.agenda.wording import with_whom
from fairs.delivery.mail import Letter

if TYPE_CHECKING:
    from datetime import datetime

    from fairs.agenda.values import Agenda
    from fairs.config import Settings
    from fairs.models import Account, Edition, Follower, Participant

SITE = "Maillage"  # the sender's name where no fair is concerned


@dataclass(frozen=True)
class FairInWords:
    """What mails say of an edition, in one language."""

    title: str
    venue: str
    address: str
    zone: ZoneInfo
    starts_at: datetime
    ends_at: datetime
    wishes_close_at: datetime | None
    organiser: str
    accent: str
    page: str
    my_data: str  # what is held about whoever reads it: no secret stands in it
    privacy: str


def to_participant(
    template: str, participant: Participant, settings: Settings, written_at: datetime, **values: object
) -> Letter:
    """A letter about an edition, in its reader's language; answers go to the organiser."""
    edition = participant.edition
    fair = in_words(edition, participant.language, settings)
    return Letter(
        template=template,
        language=participant.language,
        to_name=participant.name,
        to_email=participant.email,
        from_name=fair.title,
        written_at=written_at,
        edition_id=edition.id,
        reply_to=(edition.contact_name, edition.contact_email),
        values={"person": participant.name, "fair": fair, **values},
    )


def to_follower(
    template: str,
    follower: Follower,
    edition: Edition,
    settings: Settings,
    written_at: datetime,
    **values: object,
) -> Letter:
    """A letter to an address that follows a fair, about an edition of it; nobody knows a name."""
    fair = in_words(edition, follower.language, settings)
    return Letter(
        template=template,
        language=follower.language,
        to_name="",
        to_email=follower.email,
        from_name=follower.fair.name,
        written_at=written_at,
        edition_id=edition.id,
        reply_to=(edition.contact_name, edition.contact_email),
        values={"person": "", "fair": fair, **values},
    )


def of_organisers(
    participant: Participant, subject: str, text: str, link: str, settings: Settings, written_at: datetime
) -> Letter:
    """What organisers write to many, as one of them gets it."""
    said = clean(text).strip()
    return to_participant(
        "letter",
        participant,
        settings,
        written_at,
        subject=subject,
        text=said,
        paragraphs=[part.strip() for part in said.split("\n\n") if part.strip()],
        link=link,
    )


def to_account(template: str, account: Account, written_at: datetime, **values: object) -> Letter:
    """A letter of the site itself."""
    return to_address(template, account.name, account.email, account.language, written_at, **values)


def to_address(
    template: str, name: str, email: str, language: str, written_at: datetime, **values: object
) -> Letter:
    """A letter of the site to whoever reads mails at an address."""
    return Letter(
        template=template,
        language=language,
        to_name=name,
        to_email=email,
        from_name=SITE,
        written_at=written_at,
        values={"person": name, "fair": None, **values},
    )


def in_table(agenda: Agenda) -> dict[str, object]:
    """What the table of meetings in a mail is made from."""
    return {
        "meetings": agenda.held,
        "with_whom": partial(with_whom, language=agenda.language),
        "one_line": one_line,
    }


def in_words(edition: Edition, language: str, settings: Settings) -> FairInWords:
    """An edition, as its mails speak of it."""
    return FairInWords(
        title=edition.text(language).title,
        venue=edition.venue,
        address=edition.address,
        zone=ZoneInfo(edition.timezone),
        starts_at=edition.starts_at,
        ends_at=edition.ends_at,
        wishes_close_at=edition.wishes_close_at,
        organiser=edition.contact_name,
        accent=hexadecimal(edition.fair.accent),
        page=f"{settings.base_url}/e/{edition.slug}",
        my_data=f"{settings.base_url}/e/{edition.slug}/my-data",
        privacy=f"{settings.base_url}/e/{edition.slug}/privacy",
    )
