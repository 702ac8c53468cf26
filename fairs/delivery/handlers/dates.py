"""What follows when a date is announced, moved or called off: who is told, and what the mails say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from fairs.agenda import ics, public_ics
from fairs.delivery.handler import Handler
from fairs.delivery.handlers.answers import announcement, answer_kept
from fairs.delivery.handlers.mails import mail
from fairs.delivery.handlers.registrations import in_state
from fairs.delivery.letters import to_follower, to_participant
from fairs.delivery.mail import Invitation
from fairs.domain import cancelling, following
from fairs.domain.registrations import INSIDE
from fairs.models import Edition, Follower, Participant, Schedule
from fairs.queries import agendas, replies

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.events import (
        AnswerChanged,
        CancellationAddressed,
        EditionCancelled,
        EditionMoved,
        EditionOpened,
    )


def _tell(
    session: Session, errand: Errand[EditionOpened | EditionMoved], _none: None, now: datetime, _tools: Tools
) -> None:
    following.tell_of_date(session, _edition(session, errand), now)


def _tell_of_cancellation(
    session: Session, errand: Errand[EditionCancelled], _none: None, now: datetime, _tools: Tools
) -> None:
    cancelling.address(session, _edition(session, errand), now)


def _edition(session: Session, errand: Errand[Any]) -> Edition:
    return session.get_one(Edition, errand.event.edition_id)


def _cancelled(event: CancellationAddressed, links: Addresses) -> Letter | None:
    """To somebody who comes, with the word for their calendar; or to somebody who follows."""
    if event.participant_id is not None:
        person = links.session.get(Participant, event.participant_id)
        return _cancelled_for(person, links) if person is not None else None
    follower = links.session.get(Follower, event.follower_id)
    edition = links.session.get(Edition, event.edition_id)
    if follower is None or follower.confirmed_at is None or edition is None:
        return None
    words = edition.cancelled_because
    letter = to_follower("edition_cancelled", follower, edition, links.settings, links.now, words=words)
    return replace(letter, unsubscribe=links.unfollow(follower))


def _cancelled_for(person: Participant, links: Addresses) -> Letter | None:
    if person.state not in INSIDE or not person.edition.cancelled:
        return None
    letter = to_participant(
        "edition_cancelled", person, links.settings, links.now, words=person.edition.cancelled_because
    )
    return replace(letter, invitations=_called_off(person, links))


def _called_off(person: Participant, links: Addresses) -> tuple[Invitation, ...]:
    """What this person's calendar has to strike: the evening, or each meeting."""
    answer = replies.of_person(links.session, person)
    if answer is not None:
        shown = announcement(person, links)
        told = answer.says == "yes" and person.takes_part
        content = public_ics.cancellation(shown, person.name, person.email)
        return (Invitation("CANCEL", content),) if told else ()
    published = links.session.scalar(
        select(Schedule).filter_by(edition_id=person.edition_id, state="published")
    )
    agenda = agendas.agenda_of(links.session, person, published, links.of_agenda())
    return (Invitation("CANCEL", ics.cancel(agenda, agenda.entries)),) if agenda.entries else ()


def _answered(event: AnswerChanged, links: Addresses) -> Letter | None:
    person = in_state(event, links, "approved")
    return answer_kept(person, links) if person is not None else None


tell: Handler[EditionOpened | EditionMoved, None, None] = Handler(settle=_tell)
tell_of_cancellation: Handler[EditionCancelled, None, None] = Handler(settle=_tell_of_cancellation)
cancelled = mail(_cancelled)
answered = mail(_answered)
