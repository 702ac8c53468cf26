"""Where I am signed in, and how to end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from fairs.accounts.blueprint import blueprint
from fairs.domain import entries, sign_ins
from fairs.queries import editions
from fairs.web import here, policy, signed_in

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue


@blueprint.get("/devices")
@policy.signed_in_only
def devices() -> ResponseReturnValue:
    """Each with its browser, since when, and when it was last used."""
    session, address = here.session(), signed_in.address() or ""
    return render_template(
        "accounts/devices.html",
        address=address,
        sign_ins=sign_ins.of_address(session, address, here.now()),
        here=signed_in.current(),
        zone=editions.zone_of_address(session, address),
        entries=entries.of_address(session, address, here.now()),
        pages=editions.all_of_address(session, address, here.now()),
    )


@blueprint.post("/devices/<uuid:sign_in_id>/end")
@policy.signed_in_only
def end_device(sign_in_id: uuid.UUID) -> ResponseReturnValue:
    """Sign out of one."""
    here_id = signed_in.current()
    if here_id is not None and here_id.id == sign_in_id:
        signed_in.sign_out()
        flash(_("You are signed out."))
        return redirect(url_for("public.home"), 303)
    sign_ins.end(here.session(), signed_in.address() or "", sign_in_id)
    flash(_("This device is signed out."))
    return redirect(url_for("sign_in.devices"), 303)


@blueprint.post("/devices/links/<uuid:entry_id>/end")
@policy.signed_in_only
def end_entry(entry_id: uuid.UUID) -> ResponseReturnValue:
    """A device that was let in by the link of an edition is out."""
    entries.end(here.session(), entries.bearing(here.session(), signed_in.address() or ""), entry_id)
    flash(_("This device is signed out."))
    return redirect(url_for("sign_in.devices"), 303)


@blueprint.post("/devices/end")
@policy.signed_in_only
def end_everywhere() -> ResponseReturnValue:
    """Sign out of all, this one included, and those that a personal link has let in."""
    entries.end_all(here.session(), entries.bearing(here.session(), signed_in.address() or ""))
    sign_ins.end_all(here.session(), signed_in.address() or "")
    signed_in.sign_out()
    flash(_("You are signed out everywhere."))
    return redirect(url_for("public.home"), 303)
