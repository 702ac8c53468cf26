"""Mails to those who follow a fair or meetup: please confirm; there are new dates, or other ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fairs.delivery.handler import Handler
from fairs.delivery.handlers.mails import mail, note
from fairs.delivery.letters import SITE, in_words, to_follower
from fairs.delivery.mail import Letter
from fairs.models import Follower
from fairs.queries import told

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.delivery.handlers.mails import Sent
    from fairs.delivery.links import Addresses
    from fairs.events import FollowingAsked, NewDateAddressed


def _confirm(event: FollowingAsked, links: Addresses) -> Letter | None:
    follower = links.session.get(Follower, event.follower_id)
    if follower is None or follower.confirmed_at is not None:
        return None
    return Letter(
        template="follow_confirm",
        language=follower.language,
        to_name="",
        to_email=follower.email,
        from_name=SITE,
        written_at=links.now,
        values={
            "person": "",
            "fair": None,
            "followed": follower.fair.name,
            "link": links.follow(follower),
        },
    )


def _new_dates(event: NewDateAddressed, links: Addresses) -> Letter | None:
    """All dates of which this follower has not heard how they stand, in one mail."""
    follower = links.session.get(Follower, event.follower_id)
    if follower is None or follower.confirmed_at is None:
        return None
    dates = told.new_dates(links.session, follower, links.now)
    if not dates:
        return None
    letter = to_follower(
        "new_dates",
        follower,
        dates[0].edition,
        links.settings,
        links.now,
        dates=[(in_words(one.edition, follower.language, links.settings), one.formerly) for one in dates],
        moved=sum(one.formerly is not None for one in dates),
        page=links.announced().fair(follower.fair),
        followed=follower.fair.name,
    )
    return replace(letter, unsubscribe=links.unfollow(follower))


def _note(
    session: Session, errand: Errand[NewDateAddressed], sent: Sent, now: datetime, tools: Tools
) -> None:
    """From now on these dates are known."""
    note(session, errand, sent, now, tools)
    follower = session.get(Follower, errand.event.follower_id)
    if follower is not None:
        follower.told_at = sent.written_at


confirm = mail(_confirm, asked_for=True)
_dates = mail(_new_dates)
new_dates = Handler(load=_dates.load, act=_dates.act, settle=_note)
