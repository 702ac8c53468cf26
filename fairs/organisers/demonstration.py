"""The doors of the demonstration: ready-made ways in, and the mailbox that stands in for a mail server."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect, render_template, request, send_file, url_for
from sqlalchemy import select

from fairs.domain import tokens
from fairs.errors import NotFound
from fairs.models import Account, Membership
from fairs.organisers.letters import read
from fairs.queries import editions, people
from fairs.queries import mailbox as mails
from fairs.web import here, person, policy, signed_in

if TYPE_CHECKING:
    import uuid

    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from fairs.organisers.letters import Letter

OF_MAILS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; sandbox"
blueprint = Blueprint("demonstration", __name__, url_prefix="/demo")


@blueprint.post("/enter/organiser/<edition>")
@policy.demo
def enter_organiser(edition: str) -> Redirect:
    """Sign in as the first of those who run the fair of an edition."""
    fair = editions.by_slug(here.session(), edition).fair
    account = here.session().scalar(
        select(Account)
        .join(Account.memberships)
        .where(Membership.fair_id == fair.id)
        .order_by(Account.created_at, Account.email)
        .limit(1)
    )
    if account is None:
        raise NotFound("Nobody runs this fair.")
    signed_in.sign_in(account.email)
    return redirect(url_for("organisers.state", slug=edition), 303)


@blueprint.post("/enter/participant/<edition>/<person_id>")
@policy.demo
def enter_participant(edition: str, person_id: str) -> Redirect:
    """Enter an edition as somebody who takes part, as if by the link in a mail."""
    session, now, secret = here.session(), here.now(), here.settings().secret_key
    participant = people.by_id(session, editions.by_slug(session, edition), person_id)
    raw = tokens.issue(session, "personal", participant.id, secret, now)
    person.enter(participant, tokens.redeem(session, "personal", raw, now))
    return redirect(url_for("participants.home", slug=edition), 303)


@blueprint.get("/mailbox")
@policy.demo
def mailbox() -> str:
    """All mails that were written, the newest first."""
    search = request.args.get("search", "")
    page = mails.newest(here.session(), search, request.args.get("page", 1, type=int))
    return render_template("demo/mailbox.html", page=page, search=search, zone=_zone())


@blueprint.get("/mailbox/<uuid:mail_id>")
@policy.demo
def mail(mail_id: uuid.UUID) -> str:
    """One mail as its reader sees it."""
    kept = mails.by_id(here.session(), mail_id)
    return render_template("demo/mail.html", mail=kept, letter=_letter(kept.raw), zone=_zone())


@blueprint.get("/mailbox/<uuid:mail_id>/page")
@policy.demo
def mail_page(mail_id: uuid.UUID) -> Response:
    """The same mail as a page, as most mail programs show it: without scripts or a way into ours."""
    found = _letter(mails.by_id(here.session(), mail_id).raw)
    if not found.html:
        raise NotFound("This mail is text alone.")
    answer = make_response(found.html)
    answer.headers["Content-Security-Policy"] = OF_MAILS
    return answer


@blueprint.get("/mailbox/<uuid:mail_id>/<int:number>")
@policy.demo
def attachment(mail_id: uuid.UUID, number: int) -> Response:
    """A file of a mail. It is saved, never shown: a mail may hold anything."""
    found = _letter(mails.by_id(here.session(), mail_id).raw).attachment(number)
    return send_file(
        BytesIO(found.content),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=found.name,
    )


def _letter(raw: bytes | None) -> Letter:
    return read(raw or b"", here.settings().base_url)


def _zone() -> str:
    """The time of the place where the next fair is held."""
    coming = editions.upcoming(here.session(), here.now())
    return coming[0].timezone if coming else "UTC"
