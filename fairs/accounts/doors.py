"""In and out: a link and a code are mailed; the button behind the link, or the code, signs in once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, make_response, redirect, render_template, session, url_for
from flask_babel import gettext as _

from fairs.accounts.blueprint import blueprint, go_on
from fairs.accounts.forms import CodeForm, DoorForm, SignInForm
from fairs.domain import sign_ins, tokens
from fairs.models import Knock
from fairs.web import here, limits, policy, signed_in
from fairs.web.errors import told_in
from fairs.web.headers import keep_secret

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

KNOCK = "knock"  # which asking the code belongs to: in no other browser it opens anything


@blueprint.get("")
@policy.public
def ask() -> str:
    """The form that asks for a link and a code."""
    form = SignInForm(data={"email": session.get(signed_in.WRITTEN_TO, "")})
    return render_template("accounts/sign_in.html", form=form)


@blueprint.post("")
@policy.public
def mail() -> ResponseReturnValue:
    """Mail them. The answer is the same whether the address is known or not."""
    form = SignInForm()
    if form.validate():
        email = (form.email.data or "").strip()
        with told_in(form):
            limits.letter("sign_in", email)
            knock = sign_ins.ask(here.session(), email, session.get(signed_in.BACK, ""), here.now())
            session[KNOCK], session[signed_in.WRITTEN_TO] = knock.id.hex, email
            return redirect(url_for("sign_in.code"), 303)
    return render_template("accounts/sign_in.html", form=form), 422


@blueprint.get("/code")
@policy.public
def code() -> ResponseReturnValue:
    """Look into your mail; the code of it can be typed in here."""
    knock = _knock()
    if knock is None:
        return redirect(url_for("sign_in.ask"), 303)
    return _page_of_code(CodeForm(), knock)


@blueprint.post("/code")
@policy.public
def enter_by_code() -> ResponseReturnValue:
    """Sign in by the code, in the browser that asked for it."""
    knock, form = _knock(), CodeForm()
    if knock is None:
        flash(_("Ask for a code first, in this browser."))
        return redirect(url_for("sign_in.ask"), 303)
    if form.validate():
        with told_in(form):
            limits.visit("code")
            email = sign_ins.by_code(
                here.session(), knock, form.code.data or "", here.settings().secret_key, here.now()
            )
            if email is not None:
                session.pop(KNOCK, None)
                signed_in.sign_in(email, own_device=not form.shared.data)
                return go_on(knock.back)
            form.code.errors = [_("This is not the code, or its quarter of an hour is over.")]
    return _page_of_code(form, knock), 422


@blueprint.get("/<token>")
@policy.public
def door(token: str) -> Response:
    """A page with the button that signs in: whoever only opens links, signs nobody in."""
    tokens.redeem(here.session(), "sign_in", token, here.now())
    page = render_template("accounts/door.html", token=token, form=DoorForm())
    return keep_secret(make_response(page))


@blueprint.post("/<token>")
@policy.public
def enter(token: str) -> ResponseReturnValue:
    """Sign in; the link is used up, and the code with it."""
    email, back = sign_ins.by_link(here.session(), token, here.now())
    session.pop(KNOCK, None)
    signed_in.sign_in(email, own_device=not DoorForm().shared.data)
    return go_on(back)


@blueprint.post("/out")
@policy.public
def out() -> ResponseReturnValue:
    """Sign out of this device."""
    signed_in.sign_out()
    flash(_("You are signed out."))
    return redirect(url_for("public.home"), 303)


def _knock() -> Knock | None:
    written = session.get(KNOCK)
    return here.session().get(Knock, UUID(written)) if written else None


def _page_of_code(form: CodeForm, knock: Knock) -> str:
    return render_template(
        "accounts/code.html",
        form=form,
        address=session.get(signed_in.WRITTEN_TO, ""),
        left=sign_ins.tries_left(knock),
    )
