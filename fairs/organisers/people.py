"""Who comes: registrations with their state, and what the organiser decides about them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from fairs.domain import correcting, registrations
from fairs.domain.registrations import INSIDE
from fairs.organisers.bench import bench, go, organisers, people_page
from fairs.organisers.forms import AddressForm, DeclineForm, given
from fairs.organisers.words import STATES
from fairs.queries import answers, replies, schedules, wishes
from fairs.queries import people as reads
from fairs.queries.addresses import dead_among
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.sent_files import attached
from fairs.web.words import ANSWERS

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from fairs.models import Participant
    from fairs.models.participant import State


@organisers.get("/<slug>/people")
@people_page
def people() -> str:
    """The registrations, searched and by state."""
    edition = current_edition()
    search, chosen = request.args.get("search", ""), _state(request.args.get("state", ""))
    everyone = reads.of_edition(here.session(), edition, search=search)
    shown = [person for person in everyone if chosen in {None, person.state}]
    return bench(
        "organisers/people.html",
        people=shown,
        dead=dead_among(
            here.session(), [person.email for person in shown if person.state in {"received", *INSIDE}]
        ),
        tally=Counter(person.state for person in everyone),
        chosen=chosen,
        search=search,
        states=STATES,
        answers=replies.by_person(here.session(), edition),
        answer_words=ANSWERS,
    )


def _state(written: str) -> State | None:
    return next((state for state in STATES if state == written), None)


@organisers.get("/<slug>/people/<person_id>")
@people_page
def person(person_id: str) -> str:
    """One registration, with what may be done about it."""
    return _page(_someone(person_id))


def _page(someone: Participant, form: DeclineForm | None = None, address: AddressForm | None = None) -> str:
    edition = current_edition()
    published = schedules.published(here.session(), edition)
    held = published.meetings if published else ()
    return bench(
        "organisers/person.html",
        "organisers.people",
        person=someone,
        wishes=len(wishes.of(here.session(), someone)),
        meetings=sum(
            any(attendance.participant_id == someone.id for attendance in meeting.attendances)
            for meeting in held
            if not meeting.cancelled
        ),
        answers=answers.of(here.session(), someone),
        reply=replies.of_person(here.session(), someone),
        answer_words=ANSWERS,
        form=form or DeclineForm(),
        address=address or AddressForm(data={"email": someone.email}),
        dead=dead_among(here.session(), [someone.email]).get(someone.email),
        states=STATES,
    )


@organisers.get("/<slug>/files/<file_id>")
@policy.organiser
def file(file_id: str) -> Response:
    """A file that somebody sent as an answer."""
    return attached(answers.upload_of_edition(here.session(), current_edition(), file_id))


@organisers.post("/<slug>/people/approve")
@people_page
def approve_waiting() -> Response:
    """Let everyone in who waits."""
    waiting = reads.of_edition(here.session(), current_edition(), "confirmed")
    approved = registrations.approve_in_turn(here.session(), waiting, here.now())
    flash(ngettext("%(num)d person is approved.", "%(num)d people are approved.", approved))
    if left := len(waiting) - approved:
        flash(
            ngettext(
                "All places are taken: %(num)d person still waits.",
                "All places are taken: %(num)d people still wait.",
                left,
            )
        )
    return go("people")


@organisers.post("/<slug>/people/<person_id>/approve")
@people_page
def approve(person_id: str) -> Response:
    """Let one person in."""
    someone = _someone(person_id)
    registrations.approve(here.session(), someone, here.now())
    flash(_("%(name)s is approved.", name=someone.name))
    return go("people")


@organisers.post("/<slug>/people/<person_id>/decline")
@people_page
def decline(person_id: str) -> Response | tuple[str, int]:
    """Do not let a person in, with a word."""
    someone, form = _someone(person_id), DeclineForm()
    if not form.validate():
        return _page(someone, form), 422
    registrations.decline(here.session(), someone, form.words.data or "", here.now())
    flash(_("%(name)s is declined, and will be told.", name=someone.name))
    return go("people")


@organisers.post("/<slug>/people/<person_id>/address")
@policy.organiser
def correct_address(person_id: str) -> Response | tuple[str, int]:
    """Write to somebody at another address, beginning with the personal link."""
    form = AddressForm()
    if form.validate():
        with told_in(form):
            someone, email = _someone(person_id), given(form.email)
            correcting.correct_address(here.session(), someone, email, here.now())
            flash(_("The address is corrected. The personal link is on its way to %(email)s.", email=email))
            return go("person", person_id=person_id)
    return _page(_someone(person_id), address=form), 422


@organisers.post("/<slug>/people/<person_id>/withdraw")
@people_page
def withdraw(person_id: str) -> Response:
    """Take a person out, on their behalf."""
    someone = _someone(person_id)
    registrations.withdraw(here.session(), someone, here.now())
    flash(_("%(name)s has left this edition.", name=someone.name))
    return go("people")


def _someone(person_id: str) -> Participant:
    return reads.by_id(here.session(), current_edition(), person_id)
