"""Following a fair or meetup: the address is typed in here, and proven by a button behind the mailed link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, session, url_for

from fairs.domain import following as verbs
from fairs.domain import tokens
from fairs.errors import NotFound
from fairs.extensions import csrf
from fairs.models import Follower
from fairs.queries import editions
from fairs.registration.blueprint import blueprint
from fairs.registration.forms import AddressForm
from fairs.registration.pages import fair_page
from fairs.registration.unsubscribing import ONE_CLICK
from fairs.registration.ways_in import blueprint as ways_in
from fairs.web import here, language, limits, policy
from fairs.web.errors import told_in
from fairs.web.signed_in import WRITTEN_TO

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

DEAD = "This link is unknown or no longer valid. Follow again on the page of the fair or meetup."


@blueprint.post("/g/<name>/follow")
@policy.public
def follow(name: str) -> ResponseReturnValue:
    """Mail a link. The answer is the same whether the address is known or not."""
    fair, form = editions.fair_by_slug(here.session(), name), AddressForm()
    if form.validate():
        with told_in(form):
            email = form.email.data or ""
            limits.letter("follow", email)
            verbs.follow(here.session(), fair, email, language.current(), here.now())
            session[WRITTEN_TO] = email.strip()
            return redirect(url_for("public.follow_asked", name=name), 303)
    return fair_page(fair, form), 422


@blueprint.get("/g/<name>/follow")
@policy.public
def follow_asked(name: str) -> ResponseReturnValue:
    """The same page for everybody who asked."""
    fair = editions.fair_by_slug(here.session(), name)
    return render_template("registration/follow_asked.html", fair=fair, address=session.get(WRITTEN_TO, ""))


@ways_in.get("/follow/<token>")
@policy.public
def follow_door(token: str) -> ResponseReturnValue:
    """A page with one button. Opening it confirms nothing: mail scanners open every link."""
    follower = _redeem(token)
    return render_template("registration/follow_door.html", fair=follower.fair, follower=follower)


@ways_in.post("/follow/<token>")
@policy.public
def follow_confirmed(token: str) -> ResponseReturnValue:
    """The address is proven."""
    verbs.confirm(here.session(), _redeem(token), here.now())
    return redirect(url_for("ways_in.follow_door", token=token), 303)


@ways_in.get("/unfollow/<token>")
@policy.public
def unfollow_door(token: str) -> ResponseReturnValue:
    """What comes and what can be stopped; whoever has stopped it reads so."""
    follower = _of_mail(token)
    fair = follower.fair if follower else None
    return render_template("registration/unfollow.html", fair=fair, follower=follower)


@ways_in.post("/unfollow/<token>")
@policy.public
def unfollow(token: str) -> ResponseReturnValue:
    """Stop: by the button, or by the mail program's own (RFC 8058), which may press it twice."""
    follower = _of_mail(token)
    if follower is not None:
        verbs.stop(here.session(), follower, here.now())
    if request.form.get("List-Unsubscribe") == ONE_CLICK:
        return "", 200
    return redirect(url_for("ways_in.unfollow_door", token=token), 303)


csrf.exempt(unfollow)  # a mail program has no form of ours; the address holds the secret


def _redeem(token: str) -> Follower:
    found = tokens.redeem(here.session(), "follow", token, here.now())
    follower = here.session().get(Follower, found.subject_id)
    if follower is None:
        raise NotFound(DEAD)
    return follower


def _of_mail(token: str) -> Follower | None:
    """Who gets the mails with this link; None who gets none any more."""
    found = tokens.redeem(here.session(), "unfollow", token, here.now())
    return here.session().get(Follower, found.subject_id)
