"""Whether mails of this site arrive: what was found when the set-up was looked over, and a test mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairs.delivery import checkup
from fairs.domain import accounts
from fairs.errors import NotFound
from fairs.organisers.bench import organisers
from fairs.organisers.troubles import in_words
from fairs.organisers.words import DELIVERY_STATES
from fairs.queries import editions
from fairs.queries.mailbox import trials
from fairs.web import here, person, policy, transaction

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response

    from fairs.delivery.findings import Verdict
    from fairs.models import Account

VERDICTS: dict[Verdict, LazyString] = {
    "good": _l("Good"),
    "lacking": _l("To be improved"),
    "bad": _l("To be mended"),
    "unknown": _l("Not known"),
}

_TAKEN, _KEPT = _l("taken by the mail server"), _l("kept in the site's own mailbox: nothing left")
MARKS: dict[Verdict, str] = {"good": "done", "lacking": "todo", "bad": "dead", "unknown": "declined"}


@organisers.get("/mail")
@policy.organiser
def mail_setup() -> str:
    """What there is to check; looked over when asked for, because that takes some seconds."""
    settings, findings = here.settings(), None
    if "look" in request.args:
        with transaction.at_rest():
            findings = checkup.look_over(settings)
    account = _account()
    tried = trials(here.session(), account)
    return render_template(
        "organisers/mail_setup.html",
        findings=findings,
        verdicts=VERDICTS,
        marks=MARKS,
        states=DELIVERY_STATES | {"done": _TAKEN if settings.smtp_url else _KEPT},
        translate=_,
        in_words=in_words,
        zone=_zone(account),
        looked="look" in request.args,
        waits=any(trial.state in {"todo", "doing"} for trial in tried),
        sender=settings.mail_from,
        address=account.email,
        trials=tried,
    )


@organisers.post("/mail/trial")
@policy.organiser
def send_trial() -> Response:
    """Mail the organiser something, the way of every mail."""
    account = _account()
    accounts.ask_trial_mail(here.session(), account, here.now())
    flash(_("A test mail is on its way to %(address)s.", address=account.email))
    looked = "1" if request.form.get("look") else None
    return redirect(url_for("organisers.mail_setup", look=looked, _anchor="trial"), 303)


def _zone(account: Account) -> str:
    """The time of the place of the fair that is next, or was last."""
    run = sorted(editions.of_organiser(here.session(), account), key=lambda edition: edition.starts_at)
    coming = [edition for edition in run if edition.ends_at > here.now()]
    return (coming[0] if coming else run[-1]).timezone if run else "UTC"


def _account() -> Account:
    account = person.current_account()
    if account is None:
        raise NotFound("This page is for organisers.")
    return account
