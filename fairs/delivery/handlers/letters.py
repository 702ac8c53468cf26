"""What the organiser writes to many: first addressed, some people at a time; then one mail for each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fairs import clock
from fairs.delivery.handler import Handler, Unwanted
from fairs.delivery.handlers.mails import dispensable, mail, note
from fairs.delivery.letters import of_organisers
from fairs.domain import letters, long_jobs
from fairs.models import Job, Participant
from fairs.queries import recipients

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.delivery.handlers.mails import Sent
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.domain.letters import Bundle
    from fairs.events import LetterAddressed, LetterAsked


def _begin(
    session: Session, errand: Errand[LetterAsked], _now: datetime, _tools: Tools
) -> tuple[Bundle, ...] | None:
    job = long_jobs.begin(session, errand.event.job_id)
    return letters.to_address(session, job.id) if job else None


def _address(errand: Errand[LetterAsked], bundles: tuple[Bundle, ...], tools: Tools) -> None:
    for bundle in bundles:
        with tools.transaction() as session:
            if not letters.address(session, errand.event.job_id, bundle, clock.now()):
                raise Unwanted


def _addressed(
    _session: Session, _errand: Errand[LetterAsked], _result: None, _now: datetime, _tools: Tools
) -> None:
    """The work ends with the last mail."""


def _fail(session: Session, errand: Errand[LetterAsked], sentence: str, now: datetime) -> None:
    job = long_jobs.in_hand(session, errand.event.job_id)
    if job is not None:
        long_jobs.fail(job, sentence, now)


def _write(event: LetterAddressed, links: Addresses) -> Letter | None:
    """Nothing, once the letter was cancelled, or to whom it does not fit any more."""
    job = links.session.get(Job, event.job_id)
    person = links.session.get(Participant, event.participant_id)
    if job is None or job.state == "cancelled" or person is None:
        return None
    if not recipients.is_reached(links.session, person, job.options["audience"]):
        return None
    subject, text = job.options["subject"], job.options["text"]
    letter = of_organisers(person, subject, text, links.personal(person), links.settings, links.now)
    return dispensable(letter, person, links)


MAIL = mail(_write)


def _load(session: Session, errand: Errand[LetterAddressed], now: datetime, tools: Tools) -> Letter | None:
    written = MAIL.load(session, errand, now, tools) if MAIL.load else None
    if written is None:
        letters.deal_with(session, errand.event.job_id, errand.event.participant_id, now)
    return written


def _settle(
    session: Session, errand: Errand[LetterAddressed], sent: Sent, now: datetime, tools: Tools
) -> None:
    note(session, errand, sent, now, tools)
    letters.deal_with(session, errand.event.job_id, errand.event.participant_id, now)


def _give_up(session: Session, errand: Errand[LetterAddressed], _sentence: str, now: datetime) -> None:
    letters.deal_with(session, errand.event.job_id, errand.event.participant_id, now)


asked = Handler(load=_begin, act=_address, settle=_addressed, give_up=_fail)
addressed = replace(MAIL, load=_load, settle=_settle, give_up=_give_up)
