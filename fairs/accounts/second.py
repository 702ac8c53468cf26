"""The second factor is shown: a code of the app, one that was written down, or a passkey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from fairs.accounts import challenges
from fairs.accounts.blueprint import blueprint, go_on
from fairs.accounts.forms import SecondForm
from fairs.domain import factors, passkeys
from fairs.errors import NotFound
from fairs.web import here, policy, signed_in
from fairs.web.errors import told_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from fairs.models import Account


def the_account() -> Account:
    """The account that is signed in. Raises NotFound for people who only take part."""
    account = signed_in.account()
    if account is None:
        raise NotFound("This page is for organisers.")
    return account


@blueprint.get("/second")
@policy.signed_in_only
def second() -> ResponseReturnValue:
    """What can be shown. Whoever has nothing to show is led to where it is set up."""
    if the_account().second_factor_at is None:
        flash(_("This fair asks everyone who runs it for a second factor beside the mail: set one up here."))
        return redirect(url_for("sign_in.factors"), 303)
    return _page(SecondForm())


@blueprint.post("/second")
@policy.signed_in_only
def show_code() -> ResponseReturnValue:
    """A code was typed in."""
    account, form = the_account(), SecondForm()
    if form.validate():
        with told_in(form):
            typed, secret = form.code.data or "", here.settings().secret_key
            if factors.is_right(here.session(), account, typed, secret, here.now()):
                signed_in.pass_second()
                return go_on()
            form.code.errors = [
                _("This code is not right, or was used before. The app shows another one soon.")
            ]
    return _page(form), 422


@blueprint.post("/second/passkey")
@policy.signed_in_only
def show_passkey() -> ResponseReturnValue:
    """The browser answers for a passkey."""
    form = SecondForm()
    with told_in(form):
        answer, challenge = request.form.get("answer", ""), challenges.taken()
        if passkeys.is_right(here.session(), the_account(), answer, challenge, challenges.site(), here.now()):
            signed_in.pass_second()
            return go_on()
        form.form_errors.append(_("The passkey was not shown, or belongs to somebody else. Try again."))
    return _page(form), 422


def _page(form: SecondForm) -> str:
    account, session = the_account(), here.session()
    options = ""
    if passkeys.of_account(session, account):
        options = passkeys.ask(session, account, challenges.site(), challenges.fresh())
    return render_template(
        "accounts/second.html", form=form, options=options, has_app=factors.has_app(session, account)
    )
