"""The second factor is set up and taken away: an app, passkeys, codes to be written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from fairs.accounts import challenges
from fairs.accounts.blueprint import blueprint
from fairs.accounts.forms import NameForm, SecondForm
from fairs.accounts.second import the_account
from fairs.agenda.qr import qr_svg
from fairs.domain import factors as verbs
from fairs.domain import passkeys
from fairs.domain.sealing import seal, unseal
from fairs.queries import editions
from fairs.web import here, policy, signed_in
from fairs.web.errors import told_in

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from fairs.models import Account

APP_SECRET = "app_secret"  # noqa: S105 - where the one that is being set up is kept, sealed


@blueprint.get("/factors")
@policy.signed_in_only
@policy.fresh
def factors() -> ResponseReturnValue:
    """What there is, and what can be added."""
    account = the_account()
    return render_template(
        "accounts/factors.html",
        has_app=verbs.has_app(here.session(), account),
        passkeys=passkeys.of_account(here.session(), account),
        left=verbs.recovery_codes_left(here.session(), account),
        zone=editions.zone_of_address(here.session(), account.email),
    )


@blueprint.get("/factors/app")
@policy.signed_in_only
@policy.fresh
def app() -> ResponseReturnValue:
    """A secret for the app, as QR code and as text."""
    session[APP_SECRET] = seal(verbs.new_app_secret(), here.settings().secret_key)
    return _page_of_app(SecondForm())


@blueprint.post("/factors/app")
@policy.signed_in_only
@policy.fresh
def add_app() -> ResponseReturnValue:
    """The app has shown a code: it is taken in."""
    account, form = the_account(), SecondForm()
    if APP_SECRET not in session:
        return redirect(url_for("sign_in.app"), 303)
    if form.validate():
        with told_in(form):
            secret = here.settings().secret_key
            app_secret = unseal(session[APP_SECRET], secret)
            verbs.add_app(here.session(), account, app_secret, form.code.data or "", secret, here.now())
            del session[APP_SECRET]
            return _added(account)
    return _page_of_app(form), 422


@blueprint.post("/factors/app/remove")
@policy.signed_in_only
@policy.fresh
def remove_app() -> ResponseReturnValue:
    """The app opens nothing any more."""
    verbs.remove_app(here.session(), the_account())
    flash(_("The app opens nothing any more. Delete the entry in it as well."))
    return redirect(url_for("sign_in.factors"), 303)


@blueprint.get("/factors/passkey")
@policy.signed_in_only
@policy.fresh
def passkey() -> ResponseReturnValue:
    """How a passkey is made."""
    return _page_of_passkey(NameForm(data={"name": signed_in.device_in_words(request.user_agent.string)}))


@blueprint.post("/factors/passkey")
@policy.signed_in_only
@policy.fresh
def add_passkey() -> ResponseReturnValue:
    """The browser has made one."""
    account, form = the_account(), NameForm()
    if form.validate():
        with told_in(form):
            passkeys.add(
                here.session(),
                account,
                request.form.get("answer", ""),
                challenges.taken(),
                challenges.site(),
                form.name.data or "",
                here.now(),
            )
            return _added(account)
    return _page_of_passkey(form), 422


@blueprint.post("/factors/passkey/<uuid:passkey_id>/remove")
@policy.signed_in_only
@policy.fresh
def remove_passkey(passkey_id: uuid.UUID) -> ResponseReturnValue:
    """It opens nothing any more."""
    passkeys.remove(here.session(), the_account(), passkey_id)
    flash(_("This passkey opens nothing any more."))
    return redirect(url_for("sign_in.factors"), 303)


@blueprint.post("/factors/recovery")
@policy.signed_in_only
@policy.fresh
def new_recovery_codes() -> ResponseReturnValue:
    """Other codes to be written down, in place of all former ones."""
    account = the_account()
    if account.second_factor_at is None:
        return redirect(url_for("sign_in.factors"), 303)
    return _page_of_codes(account)


def _added(account: Account) -> ResponseReturnValue:
    """Whoever has just shown it need not do so again. With the first one come codes to be written down."""
    signed_in.pass_second()
    if verbs.recovery_codes_left(here.session(), account):
        flash(_("From now on you are asked for it when you sign in."))
        return redirect(url_for("sign_in.factors"), 303)
    return _page_of_codes(account)


def _page_of_codes(account: Account) -> ResponseReturnValue:
    codes = verbs.new_recovery_codes(here.session(), account, here.settings().secret_key, here.now())
    return render_template("accounts/recovery.html", codes=codes, back=session.get(signed_in.BACK, ""))


def _page_of_app(form: SecondForm) -> str:
    app_secret = unseal(session[APP_SECRET], here.settings().secret_key)
    return render_template(
        "accounts/app.html",
        form=form,
        qr=qr_svg(verbs.app_address(the_account(), app_secret), _("QR code for the app")),
        spaced=" ".join(app_secret[start : start + 4] for start in range(0, len(app_secret), 4)),
    )


def _page_of_passkey(form: NameForm) -> str:
    options = passkeys.invite(here.session(), the_account(), challenges.site(), challenges.fresh())
    form.name.label.text = _("What you call it")
    return render_template("accounts/passkey.html", form=form, options=options)
