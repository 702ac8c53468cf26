"""The personal link: where it is open, a new one in its place, another address. For its owner alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _

from fairs.domain import entries, registrations
from fairs.errors import Forbidden
from fairs.participants.blueprint import blueprint, page
from fairs.web import here, limits, person, policy
from fairs.web.signed_in import WRITTEN_TO

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from fairs.models import Participant


@blueprint.get("/link")
@policy.participant
def my_link() -> ResponseReturnValue:
    """What replacing the link means, before it is done."""
    participant = person.the_participant()
    theirs = [] if person.acting_for() else entries.of(here.session(), participant, here.now())
    return page("my_link.html", entries=theirs, here=person.current_entry())


@blueprint.post("/link")
@policy.participant
def replace_my_link() -> ResponseReturnValue:
    """The old one dies on every device, this one included: the new one comes by mail alone."""
    if person.acting_for() is not None:
        raise Forbidden("This is for the person alone; you find the same on your own page about them.")
    participant = person.the_participant()
    limits.letter("link", participant.email)
    slug, session[WRITTEN_TO] = participant.edition.slug, participant.email
    registrations.replace_personal_link(here.session(), participant, here.now())
    person.leave(participant.edition)
    flash(_("The old link is dead. The new one is on its way to your address."))
    return redirect(url_for("public.link_sent", slug=slug), 303)


@blueprint.post("/link/devices/<uuid:entry_id>/end")
@policy.participant
def end_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """One device is out; the link stays."""
    participant = _the_person_alone()
    mine = person.current_entry()
    entries.end(here.session(), [participant.id], entry_id)
    if mine is not None and mine.id == entry_id:
        return _out(participant)
    flash(_("This device is out. The link in your mails lets it in again."))
    return redirect(url_for("participants.my_link", slug=participant.edition.slug), 303)


@blueprint.post("/link/devices/end")
@policy.participant
def end_entries() -> ResponseReturnValue:
    """Every device that the link has let in is out, this one included."""
    participant = _the_person_alone()
    entries.end_all(here.session(), [participant.id])
    return _out(participant)


def _the_person_alone() -> Participant:
    if person.acting_for() is not None:
        raise Forbidden("This is for the person alone: nobody can do it on their behalf.")
    return person.the_participant()


def _out(participant: Participant) -> ResponseReturnValue:
    here.session().flush()
    person.leave(participant.edition)
    flash(_("This device has forgotten you. The link in your mails lets you in again."))
    return redirect(url_for("public.edition", slug=participant.edition.slug), 303)


@blueprint.get("/address")
@policy.participant
@policy.fresh
def change_address() -> ResponseReturnValue:
    """Signed in with the address that shall change: that is where it is changed."""
    return redirect(url_for("sign_in.address"), 303)
