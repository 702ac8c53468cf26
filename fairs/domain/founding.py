"""A fair or meetup begins: its name, its look, and its first edition as a draft. Later both may change."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events, texts
from fairs.agenda.colours import HEXADECIMAL, LIGHT, SEEN, contrast, readable
from fairs.domain import families, moving, slugs
from fairs.domain.mail_addresses import clean_email
from fairs.domain.registrations import NAME_LENGTH
from fairs.errors import Refused
from fairs.models import Edition, EditionText, Fair, Membership
from fairs.outbox import record
from fairs.sheets.cells import zone_named

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.domain.moving import WhenAndWhere
    from fairs.models import Account
    from fairs.models.fair import Kind

DARKER = "#000000"
OF_FAIR = ("name", "network", "territory", "language", "accent")


@dataclass(frozen=True)
class Identity:
    """What a fair is called, who stages it where, how it looks, and who answers for an edition of it."""

    name: str
    network: str
    territory: str
    language: str
    accent: str
    contact_name: str
    contact_email: str


@dataclass(frozen=True)
class FairPlan:
    """What a fair is, who stages it, and when it takes place for the first time."""

    name: str
    kind: Kind
    network: str
    territory: str
    language: str
    accent: str
    timezone: str
    contact_name: str
    contact_email: str
    first: WhenAndWhere


def found(session: Session, account: Account, plan: FairPlan, now: datetime) -> Edition:
    """Begin a fair; who does so owns it. Its first edition is a draft with the six families.

    The same form sent twice makes one fair.
    """
    plan = _cleaned(plan)
    _object(plan, now)
    there = _same(session, account, plan)
    if there is not None:
        return there
    fair = Fair(
        slug=slugs.of_fair(session, plan.name),
        kind=plan.kind,
        name=plan.name,
        network=plan.network,
        territory=plan.territory,
        language=plan.language,
        accent=plan.accent.lower(),
    )
    session.add(Membership(account=account, fair=fair, role="owner"))
    session.flush()
    edition = _first(session, fair, plan)
    families.lay_out(session, edition)
    record(session, events.EditionFounded(edition.id), now)
    return edition


def rename(session: Session, edition: Edition, identity: Identity, now: datetime) -> None:
    """Change what a fair says of itself everywhere, and who answers for an edition and for those to come.

    Its address stays: links that are out lead there for ever.
    """
    identity = Identity(**{field.name: getattr(identity, field.name).strip() for field in fields(Identity)})
    _object_to(identity)
    fair, changed = edition.fair, []
    for name in OF_FAIR:
        value = getattr(identity, name)
        value = value.lower() if name == "accent" else value
        if getattr(fair, name) != value:
            setattr(fair, name, value)
            changed.append(name)
    if _answers(session, edition, identity, now):
        changed.append("contact")
    if changed:
        record(session, events.EditionChanged(edition.id, " ".join(changed)), now)


def _answers(session: Session, edition: Edition, identity: Identity, now: datetime) -> bool:
    """Those to come had the same people to answer; where somebody else answers, that was meant."""
    before = edition.contact_name, edition.contact_email
    after = identity.contact_name, identity.contact_email
    if before == after:
        return False
    coming = session.scalars(select(Edition).where(Edition.fair_id == edition.fair_id, Edition.ends_at > now))
    for one in {edition, *coming}:
        if (one.contact_name, one.contact_email) == before:
            one.contact_name, one.contact_email = after
    return True


def _first(session: Session, fair: Fair, plan: FairPlan) -> Edition:
    edition = Edition(
        fair=fair,
        slug=slugs.of_edition(session, fair, plan.first.starts_at, plan.timezone),
        timezone=plan.timezone,
        starts_at=plan.first.starts_at,
        ends_at=plan.first.ends_at,
        venue=plan.first.venue,
        address=plan.first.address,
        contact_name=plan.contact_name,
        contact_email=plan.contact_email,
        texts=[EditionText(language=plan.language, title=plan.name)],
    )
    session.add(edition)
    session.flush()
    return edition


def _cleaned(plan: FairPlan) -> FairPlan:
    return FairPlan(
        name=plan.name.strip(),
        kind=plan.kind,
        network=plan.network.strip(),
        territory=plan.territory.strip(),
        language=plan.language,
        accent=plan.accent.strip(),
        timezone=plan.timezone.strip(),
        contact_name=plan.contact_name.strip(),
        contact_email=plan.contact_email.strip(),
        first=plan.first,
    )


def _object(plan: FairPlan, now: datetime) -> None:
    _object_to(plan)
    object_to_zone(plan.timezone)
    moving.object_to(plan.first, now)


def _object_to(said: FairPlan | Identity) -> None:
    for field in ("name", "network", "territory", "contact_name"):
        if not getattr(said, field):
            raise Refused("This is needed.", field=field)
        if len(getattr(said, field)) > NAME_LENGTH:
            raise Refused("At most %(max)d signs, please.", field=field, max=NAME_LENGTH)
    if said.language not in texts.LOCALES:
        raise Refused("Choose a language.", field="language")
    object_to_accent(said.accent)
    try:
        clean_email(said.contact_email)
    except Refused as refusal:
        raise Refused(refusal.message, field="contact_email") from refusal


def object_to_zone(name: str) -> None:
    """Raise Refused for what is no time zone."""
    if "/" not in name or zone_named(name) is None:
        raise Refused("Choose a time zone by its town, such as Europe/Paris.", field="timezone")


def object_to_accent(accent: str) -> None:
    """Raise Refused for what is no colour, and for what nobody sees on paper, with the nearest one does."""
    if not HEXADECIMAL.fullmatch(accent):
        raise Refused("A colour is written as # and six signs, such as #b4552d.", field="accent")
    if contrast(accent, LIGHT) < SEEN:
        raise Refused(
            "This colour is too pale to be seen on white. The nearest that can be seen is %(colour)s.",
            field="accent",
            colour=readable(accent, LIGHT, DARKER, SEEN),
        )


def _same(session: Session, account: Account, plan: FairPlan) -> Edition | None:
    """The first edition of a fair of this account that is just the same."""
    mine = [membership.fair_id for membership in account.memberships]
    return session.scalar(
        select(Edition)
        .join(Edition.fair)
        .where(Fair.id.in_(mine), Fair.name == plan.name, Edition.starts_at == plan.first.starts_at)
    )
