"""Mails to those who are invited, and to those who asked to register after the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.delivery.handlers.mails import dispensable, mail
from fairs.delivery.letters import in_words
from fairs.delivery.mail import Letter
from fairs.domain.invitations import holds
from fairs.domain.reinviting import known_by
from fairs.domain.reminders import wanted
from fairs.models import Invitation

if TYPE_CHECKING:
    from fairs.delivery.links import Addresses
    from fairs.events import ExceptionGranted, ExceptionRefused, PersonInvited


def _invited(event: PersonInvited, links: Addresses) -> Letter | None:
    invitation = links.session.get(Invitation, event.invitation_id)
    if invitation is None or not holds(invitation, links.now):
        return None
    known = known_by(links.session, invitation)
    if known is not None and not wanted(known):
        return None
    letter = _letter(
        "invitation",
        invitation,
        links,
        link=links.invitation(invitation),
        words=invitation.words,
        again=known is not None,
    )
    return dispensable(letter, known, links) if known is not None else letter


def _granted(event: ExceptionGranted, links: Addresses) -> Letter | None:
    invitation = links.session.get(Invitation, event.invitation_id)
    if invitation is None or not holds(invitation, links.now):
        return None
    return _letter("exception_granted", invitation, links, link=links.invitation(invitation))


def _refused(event: ExceptionRefused, links: Addresses) -> Letter | None:
    invitation = links.session.get(Invitation, event.invitation_id)
    if invitation is None:
        return None
    return _letter("exception_refused", invitation, links, words=event.words)


def _letter(template: str, invitation: Invitation, links: Addresses, **values: object) -> Letter:
    edition = invitation.edition
    fair = in_words(edition, invitation.language, links.settings)
    name = str(invitation.filled_in.get("name", ""))
    return Letter(
        template=template,
        language=invitation.language,
        to_name=name,
        to_email=invitation.email,
        from_name=fair.title,
        written_at=links.now,
        edition_id=edition.id,
        reply_to=(edition.contact_name, edition.contact_email),
        values={"person": name, "fair": fair, **values},
    )


invited = mail(_invited)
granted = mail(_granted)
refused = mail(_refused)
