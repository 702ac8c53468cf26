"""What the demonstration says of data: who answers for them, for how long, and what people agreed to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.domain import consents
from fairs.models import Consent, Participant, PrivacyTerms

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition

WORDS = {
    "controller": "Aubrelle Solidaire, association loi 1901, représentée par sa présidente",
    "contact": "donnees@aubrelle-solidaire.example",
    "recipients": "L’imprimerie des badges reçoit noms et structures, puis les efface.",
    "measures": "Hébergement à Saint-Aubin, chez une coopérative ; trois personnes y accèdent.",
}
LONGER = 24  # months: last year's edition is still known by name, so that people can be invited again


def promise(session: Session, edition: Edition, earlier: Edition) -> None:
    """Say who answers for the data of this year's edition, and keep last year's for a while."""
    session.add(PrivacyTerms(edition_id=edition.id, kept_months=12, **WORDS))
    session.add(PrivacyTerms(edition_id=earlier.id, kept_months=LONGER, **WORDS))


def agree(session: Session, edition: Edition, now: datetime) -> None:
    """Everybody agreed when they registered; one of them has thought better of it."""
    people = session.scalars(
        select(Participant).filter_by(edition_id=edition.id).order_by(Participant.registered_at)
    ).all()
    for person in people:
        consents.note(session, person, person.registered_at)
    last = people[-1]
    given = select(Consent).filter_by(participant_id=last.id, subject=consents.EMAIL_SHOWN)
    for consent in session.scalars(given):
        last.email_shown, consent.withdrawn_at = False, now - timedelta(days=1)
