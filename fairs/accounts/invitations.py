"""An invitation to a team: what it is, and the button that accepts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from fairs.accounts.blueprint import blueprint
from fairs.accounts.forms import NameForm
from fairs.domain import teams
from fairs.domain.permissions import RIGHTS
from fairs.models import Edition
from fairs.web import here, language, person, policy, signed_in
from fairs.web.errors import told_in
from fairs.web.headers import keep_secret

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue


@blueprint.get("/team/<token>")
@policy.public
def team_invitation(token: str) -> Response:
    """Who asks, for what, and what one would see and do. Opening it accepts nothing."""
    return _page(token, NameForm())


@blueprint.post("/team/<token>")
@policy.public
def join_team(token: str) -> ResponseReturnValue:
    """Join the team, signed in: the link has proven the address."""
    session, form = here.session(), NameForm()
    found = teams.invited(session, token, here.now())
    if teams.account_of(session, found.email) is not None or form.validate():
        with told_in(form):
            account = teams.accept(session, token, form.name.data or "", language.current(), here.now())
            person.acts(account)
            signed_in.sign_in(account.email)
            flash(_("Welcome to the team."))
            return redirect(url_for("organisers.editions"), 303)
    return _page(token, form), 422


def _page(token: str, form: NameForm) -> Response:
    session = here.session()
    found = teams.invited(session, token, here.now())
    page = render_template(
        "accounts/invitation.html",
        invitation=found,
        rights=RIGHTS[found.role],
        known=teams.account_of(session, found.email),
        of=session.get_one(Edition, found.edition_id),
        form=form,
    )
    return keep_secret(make_response(page))
