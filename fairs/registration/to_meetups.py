"""The short form of a meetup: who, and whether they come. Everything else can wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, session, url_for

from fairs.domain import registrations
from fairs.registration.forms import MeetupForm
from fairs.registration.invited import BY, asked_by
from fairs.web import here, limits, person
from fairs.web.errors import told_in
from fairs.web.signed_in import WRITTEN_TO

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def form_of_meetup() -> str:
    """The form, with what an invitation knows."""
    invitation = asked_by()
    return _page(MeetupForm(data=invitation.filled_in if invitation else None))


def take_answer() -> ResponseReturnValue:
    """Take an answer in. Whether the address was known is told to that address alone."""
    edition, form = person.current_edition(), MeetupForm()
    if form.validate():
        with told_in(form):
            limits.letter("register", form.email.data or "")
            registrations.register(here.session(), edition, form.application(), here.now(), asked_by())
            session[WRITTEN_TO] = (form.email.data or "").strip()
            return redirect(url_for("public.registered", slug=edition.slug), 303)
    return _page(form), 422


def _page(form: MeetupForm) -> str:
    edition = person.current_edition()
    return render_template(
        "registration/answer.html",
        edition=edition,
        form=form,
        by=request.values.get(BY, ""),
        late=not edition.registration_open(here.now()),
    )
