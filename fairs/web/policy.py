"""Who may open which address. Every view declares it beside its route; what declares nothing is not served.

The declaration is enforced before the view runs. Finer questions (this fair? this person?) are answered by
`fairs.domain.permissions`; what one may not see looks like what does not exist.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from fairs import outbox
from fairs.domain.permissions import may_organise
from fairs.web import here, person, transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.typing import ResponseReturnValue

View = TypeVar("View", bound="Callable[..., Any]")


class Access(Enum):
    """For whom a page is."""

    PUBLIC = "everyone"
    PARTICIPANT = "somebody who takes part in the edition of the address"
    ORGANISER = "an account; with an edition in the address, one that runs it"
    DEMO = "everyone, in a demonstration; elsewhere the address does not exist"
    MACHINE = "programs, which bring a secret of their own or learn nothing secret"


_DECLARED: dict[Callable[..., Any], Access] = {}


def declare(view: View, access: Access) -> View:
    """Say for whom a view is."""
    _DECLARED[view] = access
    return view


def public(view: View) -> View:
    """For everyone."""
    return declare(view, Access.PUBLIC)


def participant(view: View) -> View:
    """For somebody who takes part in the edition `slug` of the address."""
    return declare(view, Access.PARTICIPANT)


def organiser(view: View) -> View:
    """For an organiser; where the address names an edition by `slug`, for one who runs its fair."""
    return declare(view, Access.ORGANISER)


def demo(view: View) -> View:
    """For everyone, in a demonstration only."""
    return declare(view, Access.DEMO)


def machine(view: View) -> View:
    """For programs."""
    return declare(view, Access.MACHINE)


def declared(app: Flask, endpoint: str) -> Access | None:
    """What the view of an endpoint declares."""
    return _DECLARED.get(app.view_functions[endpoint])


def declare_static_files(app: Flask) -> None:
    """Style, scripts and pictures are for everyone; their views are Flask's own."""
    for endpoint, view in app.view_functions.items():
        if endpoint == "static" or endpoint.endswith(".static"):
            declare(view, Access.PUBLIC)


def install(app: Flask) -> None:
    """Enforce the declarations."""
    app.before_request(_enforce)


def _enforce() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static" or endpoint.endswith(".static"):
        return None  # not found, or a file
    access = declared(current_app, endpoint)
    if access is None:
        message = f"{endpoint} declares no access policy"
        raise LookupError(message)
    if access is Access.MACHINE:
        return None  # asks for what it needs, and says so when it is missing
    transaction.begin()
    person.acts(outbox.VISITOR)
    if access is Access.PARTICIPANT:
        return _object_to_strangers()
    if access is Access.ORGANISER:
        return _object_to_guests()
    if access is Access.DEMO and not here.settings().demo:
        abort(404)
    return None


def _object_to_strangers() -> ResponseReturnValue | None:
    edition = person.current_edition()
    if (participant := person.current_participant()) is not None:
        person.acts(participant)
        return None
    flash(
        _("This page is for people who take part. Enter by the link in your mail, or ask for a new one here.")
    )
    return redirect(url_for("public.link", slug=edition.slug), 303)


def _object_to_guests() -> ResponseReturnValue | None:
    account = person.current_account()
    if account is None:
        return redirect(url_for("sign_in.ask"), 303)
    if g.slug is not None and not may_organise(account, person.current_edition().fair):
        abort(404)
    person.acts(account)
    return None
