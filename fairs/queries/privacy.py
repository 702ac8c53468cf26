"""What an edition says of the data it holds, and what people agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from fairs.models import Consent, Edition, Participant, PrivacyTerms
from fairs.models.privacy import KEPT_MONTHS

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def terms_of(session: Session, edition: Edition) -> PrivacyTerms:
    """What was said, or else what goes without saying."""
    return session.get(PrivacyTerms, edition.id) or PrivacyTerms(
        edition_id=edition.id,
        kept_months=KEPT_MONTHS,
        controller="",
        contact="",
        recipients="",
        measures="",
    )


def with_names(session: Session, before: datetime) -> list[tuple[Edition, PrivacyTerms]]:
    """The editions that were over by an instant and still know somebody by name, with what they say."""
    named = exists().where(Participant.edition_id == Edition.id, Participant.state != "erased")
    found = session.execute(
        select(Edition, PrivacyTerms)
        .outerjoin(PrivacyTerms, PrivacyTerms.edition_id == Edition.id)
        .where(Edition.opened_at.is_not(None), Edition.ends_at <= before, named)
    )
    return [(edition, terms or terms_of(session, edition)) for edition, terms in found.all()]


def consents_of(session: Session, participant: Participant) -> Sequence[Consent]:
    """What somebody agreed to: what holds first, then the newest."""
    given = select(Consent).filter_by(participant_id=participant.id)
    in_order = (Consent.withdrawn_at.is_not(None), Consent.given_at.desc(), Consent.id)
    return session.scalars(given.order_by(*in_order)).all()


def numbers(session: Session, edition: Edition) -> tuple[int, int]:
    """How many people an edition knows by name, and how many are numbers."""
    of_edition = select(func.count()).select_from(Participant).filter_by(edition_id=edition.id)
    everyone = session.scalar(of_edition) or 0
    erased = session.scalar(of_edition.where(Participant.state == "erased")) or 0
    return everyone - erased, erased


def agreed(session: Session, edition_id: uuid.UUID) -> dict[str, tuple[int, int]]:
    """By what was agreed to: how many agree, and how many do not any more."""
    rows = session.execute(
        select(Consent.subject, func.count(), func.count(Consent.withdrawn_at))
        .join(Consent.participant)
        .where(Participant.edition_id == edition_id)
        .group_by(Consent.subject)
    )
    return {subject: (given - withdrawn, withdrawn) for subject, given, withdrawn in rows}
