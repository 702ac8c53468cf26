"""Which address is signed in on this device, and since when.

The cookie holds a secret and no rights: the row of the sign-in is looked up on each request. What is ended
there is over at once, on every device.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import flask
from flask import g, request
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import inspect, select
from sqlalchemy.orm import selectinload

from fairs.domain import sign_ins
from fairs.extensions import db, login_manager
from fairs.models import Account, SignIn
from fairs.web import here

if TYPE_CHECKING:
    from datetime import timedelta

    from flask import Flask, Response


WRITTEN_TO = "written_to"  # the address as it was typed, so that a slip is seen on the next page
BACK = "back"  # the page of ours to which a sign-in leads
OURS = re.compile(r"/(?![/\\])[^\\\s]*")
BROWSERS = (  # the first that a browser names; many name others as well
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


class SignedIn(UserMixin):  # type: ignore[misc] # flask_login ships no types
    """What Flask-Login wants to know."""

    def __init__(self, row: SignIn, raw: str) -> None:
        self.row = row
        self._raw = raw

    def get_id(self) -> str:
        """What stands in the cookie."""
        return self._raw


def install(app: Flask) -> None:
    """Let Flask-Login find sign-ins, and note once an hour who was seen."""
    login_manager.user_loader(_signed_in)
    app.after_request(_note_seen)


def current() -> SignIn | None:
    """The sign-in on this device, if there is one."""
    return current_user.row if current_user and current_user.is_authenticated else None


def address() -> str | None:
    """The address that is signed in."""
    found = current()
    return found.email if found else None


def account() -> Account | None:
    """The account with this address, if there is one."""
    if "account" not in g:
        email = address()
        found = select(Account).filter_by(email=email).options(selectinload(Account.memberships))
        g.account = db.session.scalar(found) if email else None
    return cast("Account | None", g.account)


def is_fresh(email: str | None = None, allowed: timedelta = sign_ins.FRESH_FOR) -> bool:
    """Whether this device has just proven the address: this one, or whichever is signed in."""
    found = current()
    if found is None or (email is not None and found.email != email):
        return False
    return sign_ins.is_fresh(found, here.now(), allowed)


def has_second_factor() -> bool:
    """Whether a second factor was shown after this sign-in, by somebody who still has one."""
    found, who = current(), account()
    return (
        found is not None
        and found.second_at is not None
        and who is not None
        and who.second_factor_at is not None
    )


def sign_in(email: str, *, own_device: bool = True) -> None:
    """Sign an address in on this device, in place of whichever was. The cookie gets another secret."""
    sign_out()
    device = device_in_words(request.user_agent.string)
    raw = sign_ins.sign_in(here.session(), email, device, here.now(), own_device=own_device)
    row = sign_ins.signed_in(here.session(), raw, here.now())
    if row is None:
        raise LookupError("a sign-in that was just written is not there")
    flask.session.permanent = own_device
    login_user(SignedIn(row, raw))
    g.pop("account", None)


def pass_second() -> None:
    """The second factor was shown on this device."""
    row = current()
    if row is not None:
        raw = sign_ins.pass_second(here.session(), row, here.now())
        login_user(SignedIn(row, raw))
        renew()


def sign_out() -> None:
    """Sign this device out."""
    former = current()
    if former is not None:
        sign_ins.end(here.session(), former.email, former.id)
    logout_user()
    renew()
    g.pop("account", None)


def end_if_gone() -> None:
    """What was erased may have been this sign-in as well: then this device is signed out."""
    former = current()
    identity = inspect(former).identity if former is not None else None
    if identity is not None and db.session.get(SignIn, identity) is None:
        logout_user()
        renew()
        g.pop("account", None)


def renew() -> None:
    """Whoever knew the old session's secrets does not know the new one's."""
    flask.session.pop("csrf_token", None)
    g.pop("csrf_token", None)


def come_back_here() -> None:
    """Remember this page: signing in leads back to it."""
    if request.method == "GET":
        flask.session[BACK] = request.full_path.removesuffix("?")


def way_back(written: str = "") -> str:
    """The page that was remembered, once; "" without one. Only pages of ours are led back to."""
    found = flask.session.pop(BACK, "") or written
    return found if OURS.fullmatch(found) else ""


def device_in_words(user_agent: str) -> str:
    """What a browser calls itself, as its owner would: Firefox · Android."""
    browser = next((name for sign, name in BROWSERS if f"{sign}/" in user_agent), "")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return " · ".join(part for part in (browser, system) if part)


def _signed_in(raw: str) -> SignedIn | None:
    row = sign_ins.signed_in(db.session(), raw, here.now())
    return SignedIn(row, raw) if row else None


def _note_seen(response: Response) -> Response:
    """In a transaction of its own, once an hour: pages that are read may not write."""
    if "_login_user" not in g or response.is_streamed or response.status_code >= 500:  # noqa: PLR2004 - broken
        return response
    found = current()
    this_hour = sign_ins.hour_of(here.now())
    if found is not None and found.seen_at < this_hour:
        found_id = found.id
        db.session.rollback()
        sign_ins.note_seen(db.session(), found_id, this_hour)
        db.session.commit()
    return response
