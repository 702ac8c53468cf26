"""The agenda in the mail: as words, as an invitation that calendars take over, as a sheet to print.

The first mail of a person brings everything; later ones say what changed since the last one that left, and
invite to or call off just that. Those of one person leave in the order of the publications, whatever holds
one of them up: the last thing that somebody reads is what is true.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from fairs.agenda import ics
from fairs.agenda.diff import compare
from fairs.agenda.pdf import agenda_pdf
from fairs.agenda.text import agenda_text, changes_text
from fairs.delivery.handler import Handler, Later
from fairs.delivery.handlers.mails import note, object_to_dead_address, send, wait_for_turn
from fairs.delivery.letters import in_table, to_participant
from fairs.delivery.links import Addresses, webcal
from fairs.delivery.mail import Enclosure, Invitation
from fairs.errors import Unavailable
from fairs.models import Participant, Schedule
from fairs.queries import agenda_mails, agendas

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.agenda.diff import Changes
    from fairs.agenda.values import Agenda
    from fairs.delivery.handler import Errand, Tools
    from fairs.delivery.handlers.mails import Sent
    from fairs.delivery.mail import Letter
    from fairs.events import AgendaPublished
    from fairs.queries.agenda_mails import AgendaMail

PDF = "application/pdf"
A_MOMENT = timedelta(seconds=5)  # until a mail in other hands has left

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Bundle:
    """A letter, and the agenda that is printed while no transaction is open."""

    letter: Letter
    agenda: Agenda


def _load(session: Session, errand: Errand[AgendaPublished], now: datetime, tools: Tools) -> Bundle | None:
    links = Addresses(session, tools.settings, now)
    person = session.get(Participant, errand.event.participant_id)
    schedule = session.get(Schedule, errand.event.schedule_id)  # itself alone: of its meetings, one person's
    if person is None or person.state == "erased" or schedule is None:
        return None
    theirs = agenda_mails.of_person(session, person.id)
    place = next((at for at, one in enumerate(theirs) if one.delivery_id == errand.delivery_id), None)
    if place is None:
        return None  # it was for whoever had the place before
    earlier, own, later = theirs[:place], theirs[place], theirs[place + 1 :]
    if later and own.attempts == 1:
        return None  # it cannot have left yet, and the newest will tell everything
    _wait_for(earlier, now)
    agenda = agendas.agenda_of(session, person, schedule, links.of_agenda())
    known = _known(agenda_mails.last_told(earlier), person, links)
    changes = compare(known, agenda)
    if not changes and (known is not None or person.state == "withdrawn"):
        return None
    first = known is None or not known.entries
    write = _first_letter if first else _later_letter
    letter = write(person, agenda, changes, links)
    object_to_dead_address(session, letter)
    return Bundle(letter, agenda)


def _wait_for(earlier: list[AgendaMail], now: datetime) -> None:
    """One that was tried may have left, though nobody noted it: it goes first, to be noted. Raises Later."""
    undecided = [one.not_before for one in earlier if one.may_have_left]
    if undecided:
        raise Later(max(now, *undecided) + A_MOMENT)


def _known(schedule_id: uuid.UUID | None, person: Participant, links: Addresses) -> Agenda | None:
    """What the last mail told; the publication before may have been told by none."""
    schedule = links.session.get(Schedule, schedule_id) if schedule_id else None
    return agendas.agenda_of(links.session, person, schedule, links.of_agenda()) if schedule else None


def _first_letter(person: Participant, agenda: Agenda, changes: Changes, links: Addresses) -> Letter:
    letter = to_participant(
        "agenda",
        person,
        links.settings,
        links.now,
        link=agenda.page_url,
        feed=webcal(agenda.feed_url),
        text=agenda_text(agenda).strip(),
        **in_table(agenda),
    )
    return replace(letter, invitations=_invitations(agenda, changes))


def _later_letter(person: Participant, agenda: Agenda, changes: Changes, links: Addresses) -> Letter:
    letter = to_participant(
        "partner_changed" if changes.only_people else "agenda_changed",
        person,
        links.settings,
        links.now,
        link=agenda.page_url,
        feed=webcal(agenda.feed_url),
        changes=changes,
        moves=tuple(zip(changes.moved, changes.before, strict=True)),
        changes_text=changes_text(agenda, changes).strip(),
        text=agenda_text(agenda).strip(),
        **in_table(agenda),
        withdrawn=person.state == "withdrawn",
    )
    return replace(letter, invitations=_invitations(agenda, changes))


def _invitations(agenda: Agenda, changes: Changes) -> tuple[Invitation, ...]:
    """What calendars have to do: take over what is new or moved, strike what is off, touch nothing else."""
    wanted = (*changes.new, *changes.moved)
    invitations = []
    if wanted:
        invitations.append(Invitation("REQUEST", ics.request(agenda, wanted)))
    if changes.cancelled:
        invitations.append(Invitation("CANCEL", ics.cancel(agenda, changes.cancelled)))
    return tuple(invitations)


def _act(errand: Errand[AgendaPublished], bundle: Bundle, tools: Tools) -> Sent:
    """Print the sheet in a process of its own; without the libraries for it the mail leaves all the same."""
    letter = bundle.letter
    wait_for_turn(letter, tools)
    if bundle.agenda.held:
        try:
            sheet = tools.processes.run(agenda_pdf, bundle.agenda)
        except Unavailable as lacking:
            log.warning("an agenda was mailed without its sheet", reason=str(lacking))
        else:
            letter = replace(letter, enclosures=(Enclosure("agenda.pdf", PDF, sheet),))
    return send(errand, letter, tools)


agenda = Handler(load=_load, act=_act, settle=note)
