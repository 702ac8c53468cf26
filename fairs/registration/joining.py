"""Asking for the personal link again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, session, url_for

from fairs.domain import registrations
from fairs.registration.blueprint import blueprint
from fairs.registration.forms import AddressForm
from fairs.web import here, limits, person, policy
from fairs.web.errors import told_in
from fairs.web.signed_in import WRITTEN_TO

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


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
            session[WRITTEN_TO] = (form.email.data or "").strip()
            return redirect(url_for("public.link_sent", slug=edition.slug), 303)
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
