"""How to get in: first as what one comes, then one page with everything that this family is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, render_template, request, session, url_for

from fairs.domain import registrations
from fairs.errors import Refused
from fairs.queries import families, openings, questions
from fairs.registration.blueprint import blueprint
from fairs.registration.forms import registration_form
from fairs.registration.invited import BY, asked_by
from fairs.registration.to_meetups import form_of_meetup, take_answer
from fairs.web import here, language, limits, person, policy
from fairs.web.errors import told_in
from fairs.web.sent_files import takes_files
from fairs.web.signed_in import WRITTEN_TO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from fairs.models import Family, Invitation
    from fairs.registration.forms import RegistrationForm


@blueprint.get("/e/<slug>/register")
@policy.public
def register() -> ResponseReturnValue:
    """As what one comes; then the form; for a closed edition, the word that it is closed."""
    edition = person.current_edition()
    there = families.of_edition(here.session(), edition)
    invitation = asked_by()
    family = _chosen(there, invitation)
    try:
        registrations.object_to_latecomers(edition, invitation, here.now())
    except Refused:
        return render_template("registration/closed.html", edition=edition)
    if edition.fair.kind == "meetup":
        return form_of_meetup()
    if family is None and there:
        return render_template(
            "registration/families.html",
            edition=edition,
            openings=openings.of_edition(here.session(), edition),
            by=_secret(),
        )
    known = invitation.filled_in if invitation else {}
    form = _form(there, family, data={"language": language.current(), **known})
    return _page(form, there, family)


@blueprint.post("/e/<slug>/register")
@policy.public
@takes_files
def send_registration() -> ResponseReturnValue:
    """Take the form in. Whether the address was known is told to that address alone."""
    edition = person.current_edition()
    if edition.cancelled:
        return render_template("registration/closed.html", edition=edition), 422
    if edition.fair.kind == "meetup":
        return take_answer()
    there = families.of_edition(here.session(), edition)
    invitation = asked_by()
    family = _chosen(there, invitation)
    form = _form(there, family)
    if form.validate():
        with told_in(form):
            limits.letter("register", form.email.data or "")
            registrations.register(here.session(), edition, form.application(), here.now(), invitation)
            form.forget_files()
            session[WRITTEN_TO] = (form.email.data or "").strip()
            return redirect(url_for("public.registered", slug=edition.slug), 303)
    form.keep_files(edition)
    return _page(form, there, family), 422


@blueprint.get("/e/<slug>/registered")
@policy.public
def registered() -> ResponseReturnValue:
    """The same page for everybody who registered."""
    return render_template(
        "registration/registered.html",
        edition=person.current_edition(),
        address=session.get(WRITTEN_TO, ""),
    )


def _chosen(there: Sequence[Family], invitation: Invitation | None) -> Family | None:
    """The family that the invitation is for, or that was chosen, or the only one there is."""
    if len(there) == 1:
        return there[0]
    if invitation is not None and invitation.family is not None:
        return invitation.family
    known = str(invitation.filled_in.get("family", "")) if invitation else ""
    slug = request.values.get("family") or known
    return next((family for family in there if family.slug == slug), None)


def _secret() -> str:
    """Of the invitation, to go along with the form."""
    return request.values.get(BY, "")


def _form(there: Sequence[Family], family: Family | None, **values: Any) -> RegistrationForm:
    asked = questions.of_edition(here.session(), person.current_edition())
    return registration_form(there, family, asked, **values)


def _page(form: RegistrationForm, there: Sequence[Family], family: Family | None) -> str:
    edition = person.current_edition()
    opening = openings.of_family(here.session(), edition, family) if family else None
    return render_template(
        "registration/register.html",
        edition=edition,
        form=form,
        family=family,
        opening=opening,
        several=len(there) > 1,
        by=_secret(),
        late=not edition.registration_open(here.now()),
    )
