"""Ways in by invitation, and asking for one after the end.

An invitation's secret goes along with the form: a page that is opened uses nothing up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, session, url_for

from fairs.domain import invitations, tokens
from fairs.errors import NotFound
from fairs.models import Invitation
from fairs.queries import families
from fairs.registration.blueprint import blueprint
from fairs.registration.forms import late_form
from fairs.registration.ways_in import DEAD
from fairs.registration.ways_in import blueprint as ways_in
from fairs.web import here, limits, person, policy
from fairs.web.errors import told_in
from fairs.web.headers import keep_secret

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from fairs.registration.forms import LateForm

BY = "by"  # the field of the form that holds the secret of an invitation
ASKED = "asked_after_the_end"


@ways_in.get("/i/<token>")
@policy.public
def invitation(token: str) -> ResponseReturnValue:
    """For what somebody is invited, with the way to the form."""
    found = _redeem(token)
    page = render_template(
        "registration/invitation.html",
        edition=found.edition,
        invitation=found,
        holds=invitations.holds(found, here.now()),
        token=token,
    )
    return keep_secret(make_response(page))


def asked_by() -> Invitation | None:
    """The invitation whose secret came along, if it is one of this edition."""
    token = request.values.get(BY, "")
    if not token:
        return None
    try:
        found = _redeem(token)
    except NotFound:
        return None
    return found if found.edition_id == person.current_edition().id else None


def _redeem(token: str) -> Invitation:
    row = tokens.redeem(here.session(), "invitation", token, here.now())
    found = here.session().get(Invitation, row.subject_id)
    if found is None:
        raise NotFound(DEAD)
    return found


@blueprint.get("/e/<slug>/late")
@policy.public
def late() -> str:
    """The form after the end: what is typed is kept, and the organiser asked."""
    return _page(_form())


@blueprint.post("/e/<slug>/late")
@policy.public
def ask_exception() -> ResponseReturnValue:
    """Keep what was typed, and ask the organiser."""
    edition, form = person.current_edition(), _form()
    if form.validate():
        with told_in(form):
            limits.visit("late")
            invitations.ask_exception(
                here.session(), edition, form.application(), form.words.data or "", here.now()
            )
            session[ASKED] = (form.email.data or "").strip()
            return redirect(url_for("public.exception_asked", slug=edition.slug), 303)
    return _page(form), 422


@blueprint.get("/e/<slug>/late/asked")
@policy.public
def exception_asked() -> str:
    """The same page for everybody who asked."""
    edition = person.current_edition()
    return render_template(
        "registration/exception_asked.html", edition=edition, address=session.get(ASKED, "")
    )


def _form() -> LateForm:
    return late_form(families.of_edition(here.session(), person.current_edition()))


def _page(form: LateForm) -> str:
    return render_template("registration/late.html", edition=person.current_edition(), form=form)
