"""The link in mails that can be done without: a page with a button, or one click in the mail program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from fairs.domain import mail_choices, tokens
from fairs.domain.reminders import wanted
from fairs.errors import NotFound
from fairs.extensions import csrf
from fairs.models import Participant
from fairs.registration.ways_in import DEAD, blueprint
from fairs.web import here, person, policy

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

ONE_CLICK = "One-Click"


@blueprint.get("/u/<token>")
@policy.public
def mail_choice(token: str) -> ResponseReturnValue:
    """What comes and what can be stopped. Opening it stops nothing: mail scanners open every link."""
    participant = _whose(token)
    return render_template(
        "registration/unsubscribe.html",
        edition=participant.edition,
        wanted=wanted(participant),
        token=token,
    )


@blueprint.post("/u/<token>")
@policy.public
def stop_mails(token: str) -> ResponseReturnValue:
    """Stop mails that can be done without: by the button, or by the mail program's own."""
    mail_choices.stop(here.session(), _whose(token), here.now())
    if request.form.get("List-Unsubscribe") == ONE_CLICK:
        return "", 200
    return redirect(url_for("ways_in.mail_choice", token=token), 303)


csrf.exempt(stop_mails)  # a mail program has no form of ours (RFC 8058); the address holds the secret


@blueprint.post("/u/<token>/again")
@policy.public
def resume_mails(token: str) -> ResponseReturnValue:
    """Let them come again."""
    mail_choices.resume(here.session(), _whose(token), here.now())
    return redirect(url_for("ways_in.mail_choice", token=token), 303)


def _whose(token: str) -> Participant:
    found = tokens.redeem(here.session(), "unsubscribe", token, here.now())
    participant = here.session().get(Participant, found.subject_id)
    if participant is None:
        raise NotFound(DEAD)
    person.acts(participant)
    return participant
