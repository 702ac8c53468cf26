"""What mails say of an answer to a meetup, and the evening as a calendar takes it over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fairs.agenda import public_ics
from fairs.delivery.letters import to_participant
from fairs.delivery.mail import Invitation
from fairs.queries import announcements, replies

if TYPE_CHECKING:
    from fairs.agenda.announcements import Announcement
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.models import Participant


def answer_kept(person: Participant, links: Addresses) -> Letter | None:
    """What somebody answered, with the evening for the calendar; None where nothing was asked."""
    answer = replies.of_person(links.session, person)
    if answer is None:
        return None
    link = links.personal(person)
    letter = to_participant(
        "answered", person, links.settings, links.now, link=link, says=answer.says, guests=answer.guests
    )
    return replace(letter, invitations=invited(person, links))


def invited(person: Participant, links: Addresses) -> tuple[Invitation, ...]:
    """The evening for the calendar of who said yes; struck from that of who said otherwise."""
    answer = replies.of_person(links.session, person)
    if answer is None:
        return ()
    shown = announcement(person, links)
    if answer.says == "yes" and person.takes_part:
        return (Invitation("REQUEST", public_ics.invitation(shown, person.name, person.email)),)
    return (Invitation("CANCEL", public_ics.cancellation(shown, person.name, person.email)),)


def announcement(person: Participant, links: Addresses) -> Announcement:
    """The edition of a participant, in their language."""
    (shown,) = announcements.announced(
        links.session, [person.edition], links.announced(), person.language, links.now
    )
    return shown
