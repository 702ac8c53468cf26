"""Addresses of a participant's page and calendar, as pages and papers show them: reading them writes nothing.

They begin with the site's own address, never with what a request says of itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import select

from fairs.delivery.links import webcal
from fairs.domain import tokens
from fairs.models import Token
from fairs.queries.agendas import Links
from fairs.queries.announcements import Pages
from fairs.web import here

if TYPE_CHECKING:
    from fairs.models import Participant
    from fairs.models.account import Purpose

__all__ = ["announced", "calendar", "feed", "page", "personal", "webcal"]


def page(participant: Participant) -> str:
    """The participant's page, without a secret: whoever has not entered is asked to."""
    return here.settings().base_url + url_for("participants.home", slug=participant.edition.slug)


def personal(participant: Participant) -> str:
    """The participant's page with the secret that lets them in, for their own paper."""
    raw = _living(participant, "personal")
    return here.settings().base_url + url_for("ways_in.door", token=raw) if raw else page(participant)


def feed(participant: Participant) -> str:
    """The calendar that stays true; "" until its secret has been made."""
    raw = _living(participant, "feed")
    return here.settings().base_url + url_for("ways_in.feed", token=raw) if raw else ""


def calendar() -> Links:
    """What stands in calendars and on pages."""
    return Links(page=page, feed=feed, calendar_domain=here.settings().calendar_domain)


def paper() -> Links:
    """What stands on paper: it is its owner's, and has room for one link."""
    return Links(page=personal, feed=feed, calendar_domain=here.settings().calendar_domain)


def _living(participant: Participant, purpose: Purpose) -> str | None:
    """The secret in use. It is derived from its row, so none is made here."""
    session, now = here.session(), here.now()
    rows = session.scalars(select(Token).filter_by(purpose=purpose, subject_id=participant.id))
    if not any(tokens.is_living(token, now) for token in rows):
        return None
    return tokens.issue(session, purpose, participant.id, here.settings().secret_key, now)


def announced() -> Pages:
    """Where public announcements lead to."""
    return Pages(
        edition=lambda edition: _absolute("public.edition", slug=edition.slug),
        fair=lambda fair: _absolute("public.fair", name=fair.slug),
        card=lambda edition, language: _absolute("public.card", slug=edition.slug, lang=language),
        calendar_domain=here.settings().calendar_domain,
    )


def _absolute(endpoint: str, **values: Any) -> str:
    return here.settings().base_url + url_for(endpoint, **values)
