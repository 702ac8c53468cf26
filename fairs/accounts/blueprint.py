"""The blueprint of the ways in, and where they lead on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, session, url_for

from fairs.queries import editions
from fairs.web import here, signed_in

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

blueprint = Blueprint("sign_in", __name__, url_prefix="/in")


def go_on(back: str = "") -> Response:
    """Where signing in leads: to the second factor, then to the page that asked for it, or to one's own."""
    account, back = signed_in.account(), signed_in.way_back(back)
    if account is not None and account.second_factor_at is not None and not signed_in.has_second_factor():
        if back:
            session[signed_in.BACK] = back
        return redirect(url_for("sign_in.second"), 303)
    return redirect(back or _own_page(), 303)


def _own_page() -> str:
    account = signed_in.account()
    if account is not None and account.memberships:
        return url_for("organisers.editions")
    coming = editions.of_address(here.session(), signed_in.address() or "", here.now())
    return url_for("participants.home", slug=coming.slug) if coming else url_for("sign_in.devices")
