"""How to get in: registering, and asking for the personal link again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, session, url_for

from fairs.domain import registrations
from fairs.registration.blueprint import blueprint
from fairs.registration.forms import AddressForm, RegistrationForm
from fairs.web import here, language, limits, person, policy
from fairs.web.errors import told_in
from fairs.web.signed_in import WRITTEN_TO

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/e/<slug>/register")
@policy.public
def register() -> ResponseReturnValue:
    """The form; for a closed edition, the word that it is closed."""
    edition = person.current_edition()
    form = RegistrationForm(data={"language": language.current()})
    return render_template(
        "registration/register.html",
        edition=edition,
        form=form,
        is_open=edition.registration_open(here.now()),
    )


@blueprint.post("/e/<slug>/register")
@policy.public
def send_registration() -> ResponseReturnValue:
    """Take the form in. Whether the address was known is told to that address alone."""
    edition, form = person.current_edition(), RegistrationForm()
    if form.validate():
        with told_in(form):
            limits.letter("register", form.email.data or "")
            registrations.register(here.session(), edition, form.application(), here.now())
            return _look_into_your_mail(form, "public.registered")
    return render_template("registration/register.html", edition=edition, form=form, is_open=True), 422


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
        with told_in(form):
            limits.letter("link", form.email.data or "")
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


def _look_into_your_mail(form: AddressForm, endpoint: str) -> ResponseReturnValue:
    session[WRITTEN_TO] = (form.email.data or "").strip()
    return redirect(url_for(endpoint, slug=person.current_edition().slug), 303)
