"""Who is asking. An organiser is signed in; a participant has entered one edition by a personal link.

The cookie holds no rights: it names the row of the link that was used, and that row is looked up on each
request. A revoked link, or somebody who withdrew, is out at once, on every device.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, cast

import flask
from flask import g
from flask_login import UserMixin, current_user, login_user, logout_user

from fairs import outbox
from fairs.domain import tokens
from fairs.domain.permissions import may_organise
from fairs.domain.registrations import INSIDE
from fairs.errors import NotFound
from fairs.extensions import db, login_manager
from fairs.models import Account, Participant, Token
from fairs.queries import editions, replies
from fairs.queries.ids import written_id
from fairs.web import here

if TYPE_CHECKING:
    from flask import Flask

    from fairs.models import Edition

WAYS_IN = "ways_in"  # edition -> the row of the personal link by which somebody entered
WAYS_IN_AT_MOST = 12  # a cookie holds four thousand signs


class SignedIn(UserMixin):  # type: ignore[misc] # flask_login ships no types
    """What Flask-Login wants to know of an account."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def get_id(self) -> str:
        """What stands in the cookie."""
        return str(self.account.id)


def install(app: Flask) -> None:
    """Let Flask-Login find accounts."""
    login_manager.user_loader(_signed_in)
    app.url_value_preprocessor(_keep_slug)
    app.context_processor(
        lambda: {"me": current_participant, "account": current_account, "demo": here.settings().demo}
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
        g.participant = _entered(g.edition) if "edition" in g else None
    return cast("Participant | None", g.participant)


def the_participant() -> Participant:
    """Who has entered the edition of the address, in a view that is for participants only."""
    participant = current_participant()
    if participant is None:
        raise NotFound("This page is for people who take part.")
    return participant


def current_account() -> Account | None:
    """The organiser who is signed in, if any."""
    return current_user.account if current_user and current_user.is_authenticated else None


def acts(who: Account | Participant | str) -> None:
    """Note who does what this request does: it stands in the journal."""
    actor = who if isinstance(who, str) else f"{type(who).__name__.lower()}:{who.id}"
    here.session().info[outbox.ACTOR] = actor


def enter(participant: Participant, token: Token) -> None:
    """Remember on this device by which personal link somebody entered."""
    secret = here.settings().secret_key
    tokens.issue(here.session(), "feed", participant.id, secret, here.now())  # pages may only read it
    ways = dict(flask.session.get(WAYS_IN, {}))
    ways.pop(participant.edition_id.hex, None)
    newest = [*ways.items(), (participant.edition_id.hex, token.id.hex)][-WAYS_IN_AT_MOST:]
    _renew()
    flask.session[WAYS_IN] = dict(newest)
    flask.session.permanent = True


def has_entered(participant: Participant, token: Token) -> bool:
    """Whether somebody has entered by this very link on this device."""
    return bool(flask.session.get(WAYS_IN, {}).get(participant.edition_id.hex) == token.id.hex)


def leave(edition: Edition) -> None:
    """Forget on this device that somebody entered an edition."""
    ways = dict(flask.session.get(WAYS_IN, {}))
    ways.pop(edition.id.hex, None)
    flask.session[WAYS_IN] = ways
    g.pop("participant", None)


def sign_in(account: Account) -> None:
    """Sign an organiser in on this device."""
    _renew()
    flask.session.permanent = True
    login_user(SignedIn(account))


def sign_out() -> None:
    """Sign an organiser out of this device."""
    logout_user()
    _renew()


def _keep_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The address names the edition: views need not be told again."""
    g.slug = (values or {}).get("slug")


def _renew() -> None:
    """Whoever knew the old session's secrets does not know the new one's."""
    flask.session.pop("csrf_token", None)
    g.pop("csrf_token", None)


def _entered(edition: Edition) -> Participant | None:
    written = flask.session.get(WAYS_IN, {}).get(edition.id.hex)
    token = db.session.get(Token, uuid.UUID(written)) if written else None
    if token is None or token.purpose != "personal" or not tokens.is_living(token, here.now()):
        return None
    participant = db.session.get(Participant, token.subject_id)
    if participant is None or participant.edition_id != edition.id:
        return None
    inside = participant.state in INSIDE or replies.says_no(here.session(), participant)
    return participant if inside else None


def _runs(edition: Edition) -> bool:
    account = current_account()
    return account is not None and may_organise(account, edition.fair)


def _signed_in(written: str) -> SignedIn | None:
    wanted = written_id(written)
    account = db.session.get(Account, wanted) if wanted else None
    return SignedIn(account) if account else None
