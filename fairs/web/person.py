"""Who is asking. An organiser is signed in; a participant has entered an edition by a link, or is signed in.

The cookie holds no rights: it names the row of an entry by link, which is looked up on each request.
A revoked link, an entry that was ended, somebody who withdrew: out at once.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import flask
from flask import g
from sqlalchemy import select

from fairs import events, outbox
from fairs.domain import entries, tokens
from fairs.domain.permissions import may_change, may_organise, needs_second_factor
from fairs.domain.registrations import INSIDE
from fairs.domain.sign_ins import hour_of
from fairs.errors import NotFound
from fairs.extensions import db
from fairs.models import Participant
from fairs.queries import editions, replies
from fairs.web import here, signed_in

if TYPE_CHECKING:
    from flask import Flask, Response

    from fairs.models import Account, Edition, Entry, Token

current_account = signed_in.account  # the organiser who is signed in, if any

WAYS_IN = "ways_in"  # edition -> the row of the entry by the personal link
WAYS_IN_AT_MOST = 12  # a cookie holds four thousand signs
ACTING = "acting"  # for whom an organiser acts: participant, and until when
ACTING_FOR = timedelta(hours=1)
BROKEN = 500


def install(app: Flask) -> None:
    """Let pages know who is asking."""
    app.url_value_preprocessor(_keep_slug)
    app.after_request(_note_seen)
    app.context_processor(
        lambda: {
            "me": current_participant,
            "account": current_account,
            "acting": acting_for,
            "signed_in": signed_in.address,
            "demo": here.settings().demo,
        }
    )


def current_edition() -> Edition:
    """The edition that the address names by `slug`. Raises NotFound, also for a draft of somebody else's."""
    if "edition" not in g:
        edition = editions.by_slug(here.session(), g.slug)
        if edition.opened_at is None and not _runs(edition):
            raise NotFound("There is no fair at this address.")
        g.edition = edition
    return cast("Edition", g.edition)


def current_participant() -> Participant | None:
    """Who has entered the edition of the address, if anybody."""
    if "participant" not in g:
        g.participant = None
        if "edition" in g:
            g.participant = acting_for() or _entered(g.edition) or _of_address(g.edition)
    return cast("Participant | None", g.participant)


def the_participant() -> Participant:
    """Who has entered the edition of the address, in a view that is for participants only."""
    participant = current_participant()
    if participant is None:
        raise NotFound("This page is for people who take part.")
    return participant


def acts(who: Account | Participant | str) -> None:
    """Note who does what this request does: it stands in the journal."""
    actor = who if isinstance(who, str) else f"{type(who).__name__.lower()}:{who.id}"
    here.session().info[outbox.ACTOR] = actor


def enter(participant: Participant, token: Token, *, own_device: bool = True) -> None:
    """Remember on this device, for as long as was chosen, by which personal link somebody entered."""
    secret = here.settings().secret_key
    tokens.issue(here.session(), "feed", participant.id, secret, here.now())  # pages may only read it
    leave(participant.edition)
    device = signed_in.device_in_words(flask.request.user_agent.string)
    entry = entries.enter(here.session(), participant, token, device, here.now(), own_device=own_device)
    ways = flask.session[WAYS_IN]
    newest = [*ways.items(), (participant.edition_id.hex, entry.id.hex)][-WAYS_IN_AT_MOST:]
    signed_in.renew()
    flask.session[WAYS_IN] = dict(newest)
    flask.session.permanent = own_device


def has_entered(participant: Participant, token: Token) -> bool:
    """Whether somebody has entered by this very link on this device."""
    entry = _entry(participant.edition)
    return entry is not None and entry.token_id == token.id


def leave(edition: Edition) -> None:
    """Forget on this device that somebody entered an edition."""
    ways = dict(flask.session.get(WAYS_IN, {}))
    if former := _entry(edition):
        here.session().delete(former)
    ways.pop(edition.id.hex, None)
    flask.session[WAYS_IN] = ways
    g.pop("participant", None)


def act_for(participant: Participant, account: Account) -> None:
    """An organiser opens somebody's pages, to act on their behalf. It stands in the journal."""
    until = here.now() + ACTING_FOR
    flask.session[ACTING] = [participant.id.hex, participant.edition_id.hex, int(until.timestamp())]
    acts(account)
    outbox.record(here.session(), events.ActedFor(participant.edition_id, participant.id), here.now())


def act_for_nobody() -> None:
    """The organiser is done."""
    flask.session.pop(ACTING, None)
    for name in ("participant", "acting"):
        g.pop(name, None)


def acting_for() -> Participant | None:
    """For whom the organiser acts who is signed in, on pages of this edition."""
    if "acting" not in g:
        g.acting = _acting_for(g.edition) if "edition" in g and ACTING in flask.session else None
    return cast("Participant | None", g.acting)


def _keep_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The address names the edition: views need not be told again."""
    g.slug = (values or {}).get("slug")


def _entered(edition: Edition) -> Participant | None:
    entry = _entry(edition)
    participant = db.session.get(Participant, entry.participant_id) if entry else None
    if participant is None or participant.edition_id != edition.id:
        return None
    g.entry = entry
    inside = participant.state in INSIDE or replies.says_no(here.session(), participant)
    return participant if inside else None


def _entry(edition: Edition) -> Entry | None:
    """The row that this device's cookie names for an edition, as long as it opens anything."""
    written = flask.session.get(WAYS_IN, {}).get(edition.id.hex)
    return entries.living(here.session(), uuid.UUID(written), here.now()) if written else None


def current_entry() -> Entry | None:
    """By which row this device is in, on pages of somebody who takes part."""
    return cast("Entry | None", g.get("entry"))


def _note_seen(response: Response) -> Response:
    """As for sign-ins: in a transaction of its own, once an hour."""
    entry, this_hour = current_entry(), hour_of(here.now())
    if (
        entry is None
        or flask.request.method != "GET"
        or response.is_streamed
        or response.status_code >= BROKEN
    ):
        return response
    if entry.seen_at < this_hour:
        entry_id = entry.id
        db.session.rollback()
        entries.note_seen(db.session(), entry_id, this_hour)
        db.session.commit()
    return response


def _of_address(edition: Edition) -> Participant | None:
    """Who takes part under the address that is signed in."""
    email = signed_in.address()
    if email is None:
        return None
    under = select(Participant).filter_by(edition_id=edition.id, email=email)
    return db.session.scalar(under.where(Participant.state.in_(INSIDE)))


def _acting_for(edition: Edition) -> Participant | None:
    person, of_edition, until = flask.session[ACTING]
    account = current_account()
    if account is None or of_edition != edition.id.hex or here.now().timestamp() > until:
        return None
    if not may_change(account, edition.fair, "people") or _lacks_second_factor(account, edition):
        return None
    participant = db.session.get(Participant, uuid.UUID(person))
    return participant if participant is not None and participant.state in INSIDE else None


def _runs(edition: Edition) -> bool:
    account = current_account()
    if account is None or not may_organise(account, edition.fair):
        return False
    return not _lacks_second_factor(account, edition) or flask.request.blueprint == "organisers"


def _lacks_second_factor(account: Account, edition: Edition) -> bool:
    """Whether mail alone has let in somebody of whom more is asked; organisers' pages lead on."""
    return needs_second_factor(account, edition.fair) and not signed_in.has_second_factor()
