"""Everything that is held under my address: in all editions, and as an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from fairs.accounts.blueprint import blueprint
from fairs.domain import erasing
from fairs.queries import editions, held, whose
from fairs.web import here, language, own_data, policy, signed_in
from fairs.web.errors import told_in
from fairs.web.own_data import EraseForm

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from fairs.models.holdings import Whose


@blueprint.get("/data")
@policy.signed_in_only
@policy.fresh
def my_data() -> str:
    """All of it. Also those come here who left an edition, or were declined."""
    session, address = here.session(), signed_in.address() or ""
    return render_template(
        "accounts/my_data.html",
        address=address,
        sections=held.sections(session, _mine(), language.current(), _zone()),
        registrations=whose.registrations(session, address),
    )


@blueprint.get("/data.json")
@policy.signed_in_only
@policy.fresh
def my_data_json() -> ResponseReturnValue:
    """The same for programs."""
    return own_data.as_json(_mine(), own_data.name_of_file())


@blueprint.get("/data.pdf")
@policy.signed_in_only
@policy.fresh
def my_data_paper() -> ResponseReturnValue:
    """The same to be read."""
    address = signed_in.address() or ""
    foot = _("Each fair or meetup answers for its own data: its privacy page says who that is.")
    return own_data.as_pdf(_mine(), "Maillage", address, _zone(), foot, own_data.name_of_file())


@blueprint.get("/data/erase")
@policy.signed_in_only
@policy.fresh
def erase() -> str:
    """What erasing means, before it is done."""
    return _page(EraseForm())


@blueprint.post("/data/erase")
@policy.signed_in_only
@policy.fresh
def erase_now() -> ResponseReturnValue:
    """Forget everything under my address."""
    form = EraseForm()
    if form.validate():
        with told_in(form):
            erasing.erase_address(here.session(), signed_in.address() or "", here.now())
            signed_in.end_if_gone()
            flash(
                _("It is done: nothing is held about you here any more, and you are signed out everywhere.")
            )
            return redirect(url_for("public.home"), 303)
    return _page(form), 422


def _mine() -> Whose:
    return whose.at_address(here.session(), signed_in.address() or "")


def _zone() -> str:
    return editions.zone_of_address(here.session(), signed_in.address() or "")


def _page(form: EraseForm) -> str:
    session, address = here.session(), signed_in.address() or ""
    return render_template(
        "accounts/erase.html",
        address=address,
        form=form,
        now=here.now(),
        registrations=whose.registrations(session, address),
    )
