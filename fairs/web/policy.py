"""Who may open which address. Every view declares it beside its route; what declares nothing is not served.

The declaration is enforced before the view runs. Finer questions (this fair? this rôle?) are answered by
`fairs.domain.permissions`; what one may not see looks like what does not exist, and what one may see but not
change says so.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from flask import abort, current_app, flash, g, redirect, request, session, url_for
from flask_babel import gettext as _

from fairs import outbox
from fairs.domain.permissions import may_change, may_organise, may_see, needs_second_factor
from fairs.domain.sign_ins import FRESH_FOR
from fairs.errors import Forbidden
from fairs.web import here, person, signed_in, transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.typing import ResponseReturnValue

    from fairs.domain.permissions import Area
    from fairs.models import Account, Fair

View = TypeVar("View", bound="Callable[..., Any]")


class Access(Enum):
    """For whom a page is."""

    PUBLIC = "everyone"
    PARTICIPANT = "somebody who takes part in the edition of the address"
    ORGANISER = "an account; with an edition in the address, one that runs it"
    SIGNED_IN = "somebody who has proven an address"
    DEMO = "everyone, in a demonstration; elsewhere the address does not exist"
    MACHINE = "programs, which bring a secret of their own or learn nothing secret"


_DECLARED: dict[Callable[..., Any], Access] = {}
_AREAS: dict[Callable[..., Any], Area] = {}
_FRESH: set[Callable[..., Any]] = set()


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
    """For an organiser; where the address names an edition by `slug`, for one who runs its fair.

    Whoever sees the edition may read it; pressing its buttons is for those who may change it.
    """
    return organiser_of("edition")(view)


def organiser_of(area: Area) -> Callable[[View], View]:
    """The same, for pages about something of their own: rôles see and change areas."""

    def of_area(view: View) -> View:
        _AREAS[view] = area
        return declare(view, Access.ORGANISER)

    return of_area


def area_of(app: Flask, endpoint: str) -> Area | None:
    """What an organiser's page is about."""
    return _AREAS.get(app.view_functions[endpoint])


def is_fresh(app: Flask, endpoint: str) -> bool:
    """Whether a page wants a sign-in of the last quarter of an hour."""
    return app.view_functions[endpoint] in _FRESH


def signed_in_only(view: View) -> View:
    """For somebody who has signed in with an address, whatever they do here."""
    return declare(view, Access.SIGNED_IN)


def fresh(view: View) -> View:
    """Beside one of the others: only with a sign-in of the last quarter of an hour.

    Whoever comes without one is asked for it and led back. A personal link is not enough, and neither is
    acting for somebody. Forms that lay open may be sent for as long again.
    """
    _FRESH.add(view)
    return view


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
    refusal = _refusal(access)
    if refusal is None and is_fresh(current_app, endpoint):
        return _object_to_old_sign_ins(access)
    return refusal


def _refusal(access: Access) -> ResponseReturnValue | None:
    if access is Access.PARTICIPANT:
        return _object_to_strangers()
    if access is Access.ORGANISER:
        return _object_to_guests()
    if access is Access.SIGNED_IN and signed_in.address() is None:
        return _ask_to_sign_in()
    if access is Access.DEMO and not here.settings().demo:
        abort(404)
    return None


def _object_to_strangers() -> ResponseReturnValue | None:
    edition = person.current_edition()
    if (participant := person.current_participant()) is not None:
        account = person.current_account() if person.acting_for() else None
        person.acts(account or participant)
        return None
    flash(
        _("This page is for people who take part. Enter by the link in your mail, or ask for a new one here.")
    )
    return redirect(url_for("public.link", slug=edition.slug), 303)


def _object_to_guests() -> ResponseReturnValue | None:
    account = person.current_account()
    if account is None:
        return _ask_to_sign_in()
    fair = None
    if g.slug is not None:
        fair = person.current_edition().fair
        if not may_organise(account, fair):
            abort(404)
    if needs_second_factor(account, fair) and not signed_in.has_second_factor():
        return _ask_second_factor()
    if fair is not None:
        _object_to_role(account, fair)
    person.acts(account)
    return None


def _object_to_role(account: Account, fair: Fair) -> None:
    area = area_of(current_app, request.endpoint or "")
    if area is None or not may_see(account, fair, area):
        abort(404)
    if request.method not in transaction.SAFE and not may_change(account, fair, area):
        raise Forbidden(
            "You may read this, but your rôle does not let you change it: nothing was changed. "
            "An owner of the team can give you another rôle."
        )


def _object_to_old_sign_ins(access: Access) -> ResponseReturnValue | None:
    participant = person.current_participant() if access is Access.PARTICIPANT else None
    if participant is not None and person.acting_for() is not None:
        raise Forbidden("This is for the person alone: nobody can do it on their behalf.")
    email = participant.email if participant else None
    allowed = FRESH_FOR if request.method in transaction.SAFE else 2 * FRESH_FOR
    account = person.current_account()
    if signed_in.is_fresh(email, allowed):
        if account is not None and needs_second_factor(account, None) and not signed_in.has_second_factor():
            return _ask_second_factor()
        return None
    flash(_("To be sure that it is you, sign in once more: we send a link and a code to your address."))
    return _ask_to_sign_in(email)


def _ask_to_sign_in(email: str | None = None) -> ResponseReturnValue:
    signed_in.come_back_here()
    if known := email or signed_in.address():
        session[signed_in.WRITTEN_TO] = known
    return redirect(url_for("sign_in.ask"), 303)


def _ask_second_factor() -> ResponseReturnValue:
    signed_in.come_back_here()
    return redirect(url_for("sign_in.second"), 303)
