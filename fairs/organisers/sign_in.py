"""Organisers' ways in and out: a link is mailed, a button on its page signs in, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from fairs.domain import accounts, tokens
from fairs.errors import NotFound
from fairs.models import Account
from fairs.organisers.forms import SignInForm
from fairs.web import here, person, policy
from fairs.web.headers import keep_secret

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Redirect

blueprint = Blueprint("sign_in", __name__, url_prefix="/in")


@blueprint.get("")
@policy.public
def ask() -> str:
    """The form that asks for a link."""
    return render_template("organisers/sign_in.html", form=SignInForm())


@blueprint.post("")
@policy.public
def mail() -> str | tuple[str, int]:
    """Mail a link. The answer is the same whether the address is known or not."""
    form = SignInForm()
    if not form.validate():
        return render_template("organisers/sign_in.html", form=form), 422
    accounts.ask_sign_in(here.session(), form.email.data or "", here.now())
    return render_template("organisers/sign_in_sent.html")


@blueprint.get("/<token>")
@policy.public
def door(token: str) -> Response:
    """A page with the button that signs in: whoever only opens links, signs nobody in."""
    tokens.redeem(here.session(), "sign_in", token, here.now())
    return keep_secret(make_response(render_template("organisers/sign_in_door.html", token=token)))


@blueprint.post("/<token>")
@policy.public
def enter(token: str) -> Redirect:
    """Sign in; the link is used up."""
    found = tokens.redeem(here.session(), "sign_in", token, here.now())
    account = here.session().get(Account, found.subject_id)
    if account is None:
        raise NotFound("This link is unknown or no longer valid. Ask for a new one on the page of the fair.")
    tokens.use(found, here.now())
    person.sign_in(account)
    return redirect(url_for("organisers.editions"), 303)


@blueprint.post("/out")
@policy.public
def out() -> Redirect:
    """Sign out of this device."""
    person.sign_out()
    flash(_("You are signed out."))
    return redirect(url_for("public.home"), 303)
