"""How to get in: registering, and asking for the personal link again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, session, url_for

from fairs.domain import registrations
from fairs.errors import Refused
from fairs.registration.blueprint import blueprint
from fairs.registration.forms import AddressForm, MeetupForm, RegistrationForm
from fairs.registration.invited import BY, asked_by
from fairs.web import here, language, person, policy
from fairs.web.errors import told_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from fairs.models import Edition

WRITTEN_TO = "written_to"  # the address as it was typed, so that a slip is seen on the next page


@blueprint.get("/e/<slug>/register")
@policy.public
def register() -> ResponseReturnValue:
    """The form; for a closed edition, the word that it is closed."""
    edition = person.current_edition()
    invitation = asked_by()
    known = invitation.filled_in if invitation else {}
    family = {"family": invitation.family.slug} if invitation and invitation.family else {}
    form = _form(edition, language=language.current(), **known, **family)
    try:
        registrations.object_to_latecomers(edition, invitation, here.now())
    except Refused:
        return render_template("registration/closed.html", edition=edition)
    return render_template("registration/register.html", edition=edition, form=form, by=_secret())


@blueprint.post("/e/<slug>/register")
@policy.public
def send_registration() -> ResponseReturnValue:
    """Take the form in. Whether the address was known is told to that address alone."""
    edition = person.current_edition()
    form = _form(edition)
    if form.validate():
        with told_in(form):
            registrations.register(here.session(), edition, form.application(), here.now(), asked_by())
            return _look_into_your_mail(form, "public.registered")
    page = render_template(
        "registration/register.html",
        edition=edition,
        form=form,
        by=_secret(),
        late=not edition.registration_open(here.now()),
    )
    return page, 422


def _secret() -> str:
    """Of the invitation, to go along with the form."""
    return request.values.get(BY, "")


@blueprint.get("/e/<slug>/registered")
@policy.public
def registered() -> ResponseReturnValue:
    """The same page for everybody who registered."""
    return render_template(
        "registration/registered.html",
        edition=person.current_edition(),
        address=session.get(WRITTEN_TO, ""),
    )


@blueprint.get("/e/<slug>/link")
@policy.public
def link() -> ResponseReturnValue:
    """The form that asks for the personal link."""
    return render_template("registration/link.html", edition=person.current_edition(), form=AddressForm())


@blueprint.post("/e/<slug>/link")
@policy.public
def send_link() -> ResponseReturnValue:
    """Mail the link. The answer is the same whether the address is known or not."""
    edition, form = person.current_edition(), AddressForm()
    if form.validate():
        registrations.ask_personal_link(here.session(), edition, form.email.data or "", here.now())
        return _look_into_your_mail(form, "public.link_sent")
    return render_template("registration/link.html", edition=edition, form=form), 422


@blueprint.get("/e/<slug>/link/sent")
@policy.public
def link_sent() -> ResponseReturnValue:
    """The same page for everybody who asked."""
    return render_template(
        "registration/link_sent.html",
        edition=person.current_edition(),
        address=session.get(WRITTEN_TO, ""),
    )


def _form(edition: Edition, **known: str) -> RegistrationForm | MeetupForm:
    """A meetup asks for less than a fair."""
    kind = MeetupForm if edition.fair.kind == "meetup" else RegistrationForm
    return kind(data=known or None)


def _look_into_your_mail(form: AddressForm, endpoint: str) -> ResponseReturnValue:
    session[WRITTEN_TO] = (form.email.data or "").strip()
    return redirect(url_for(endpoint, slug=person.current_edition().slug), 303)
