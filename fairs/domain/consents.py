"""What somebody agrees to: kept with its words and its date, and withdrawn as easily as it was given."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs import events
from fairs.errors import Refused
from fairs.models import Answer, Consent
from fairs.outbox import record
from fairs.texts import N_, translator

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Participant

LISTED, EMAIL_SHOWN = "listed", "email_shown"
WORDS = {
    LISTED: N_("My organisation may stand in the public directory of this edition."),
    EMAIL_SHOWN: N_("Those I will meet may see my e-mail address."),
}


def note(session: Session, participant: Participant, now: datetime) -> None:
    """Write down what is agreed to by now, and that what is not agreed to any more was."""
    session.flush()
    holding = _agreed(session, participant)
    open_ones = select(Consent).filter_by(participant_id=participant.id, withdrawn_at=None)
    for consent in session.scalars(open_ones).all():
        if holding.get(consent.subject) == consent.wording:
            del holding[consent.subject]
        else:
            consent.withdrawn_at = now
    for subject, wording in holding.items():
        given = {"participant_id": participant.id, "subject": subject, "wording": wording}
        session.add(Consent(**given, given_at=now))
    session.flush()


def withdraw(session: Session, participant: Participant, consent: Consent, now: datetime) -> None:
    """Somebody does not agree any more. Doing it twice is doing it once."""
    if consent.participant_id != participant.id:
        raise Refused("This was agreed to by somebody else.")
    if consent.withdrawn_at is not None:
        return
    if consent.subject in WORDS:
        setattr(participant, consent.subject, False)
    else:
        answered = select(Answer).filter_by(participant_id=participant.id)
        for answer in session.scalars(answered.filter_by(question_id=uuid.UUID(consent.subject))):
            session.delete(answer)
    consent.withdrawn_at = now
    note(session, participant, now)
    record(session, events.ConsentWithdrawn(participant.edition_id, participant.id), now)


def _agreed(session: Session, participant: Participant) -> dict[str, str]:
    """The words of everything that somebody agrees to, by what it is. What was agreed to keeps its words."""
    said = translator(participant.language).gettext
    known = select(Consent.subject, Consent.wording).filter_by(
        participant_id=participant.id, withdrawn_at=None
    )
    before = {subject: wording for subject, wording in session.execute(known)}  # noqa: C416 - `dict` takes no rows
    agreed = {}
    if participant.listed:
        agreed[LISTED] = participant.consent_wording or before.get(LISTED) or said(WORDS[LISTED])
    if participant.email_shown:
        agreed[EMAIL_SHOWN] = before.get(EMAIL_SHOWN) or said(WORDS[EMAIL_SHOWN])
    answers = session.scalars(select(Answer).filter_by(participant_id=participant.id))
    return agreed | {
        str(answer.question_id): str(answer.value["consent"])
        for answer in answers
        if "consent" in answer.value
    }
