"""Another address for my mails: asked for here, proven by a button in a mail that went there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from fairs.accounts.blueprint import blueprint, go_on
from fairs.accounts.forms import NewAddressForm
from fairs.domain import address_changes
from fairs.web import here, language, limits, policy, signed_in
from fairs.web.errors import told_in
from fairs.web.headers import keep_secret

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue


@blueprint.get("/address")
@policy.signed_in_only
@policy.fresh
def address() -> str:
    """What it is now, and the form for another."""
    return _page(NewAddressForm())


@blueprint.post("/address")
@policy.signed_in_only
@policy.fresh
def ask_address() -> ResponseReturnValue:
    """Mail a link to the new address. Nothing changes before its button is pressed."""
    form, former = NewAddressForm(), signed_in.address() or ""
    if form.validate():
        with told_in(form):
            wanted = form.email.data or ""
            limits.letter("address", wanted)
            address_changes.ask(here.session(), former, wanted, language.current(), here.now())
            flash(
                _(
                    "A mail is on its way to %(address)s: press its button, and the change is made.",
                    address=wanted,
                )
            )
            return redirect(url_for("sign_in.devices"), 303)
    return _page(form), 422


@blueprint.get("/address/<token>")
@policy.public
def address_door(token: str) -> Response:
    """A page with the button that makes the change: opening it changes nothing."""
    change = address_changes.asked(here.session(), token, here.now())
    return keep_secret(make_response(render_template("accounts/address_door.html", change=change)))


@blueprint.post("/address/<token>")
@policy.public
def prove_address(token: str) -> ResponseReturnValue:
    """Make the change. Whoever pressed the button reads mails there: they are signed in with it."""
    change = address_changes.prove(here.session(), token, here.now())
    signed_in.sign_in(change.wanted)
    flash(_("From now on mails go to %(address)s.", address=change.wanted))
    return go_on()


def _page(form: NewAddressForm) -> str:
    return render_template("accounts/address.html", form=form, address=signed_in.address())
