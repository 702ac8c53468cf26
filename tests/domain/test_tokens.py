from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import tokens
from fairs.errors import NotFound
from fairs.models import Token
from tests import factories
from tests.factories import NOW, SECRET

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_a_secret_is_long_stable_and_kept_only_as_a_hash(session: Session) -> None:
    person = factories.participant(session, factories.edition(session))
    raw = tokens.issue(session, "feed", person.id, SECRET, NOW)
    assert len(raw) == 43  # 256 bits
    assert tokens.issue(session, "feed", person.id, SECRET, NOW) == raw
    row = session.scalars(select(Token)).one()
    assert raw not in {row.hash, str(row.id)}
    assert tokens.redeem(session, "feed", raw, NOW) is row


@pytest.mark.abuse(9)
def test_a_secret_serves_its_purpose_and_no_other(session: Session) -> None:
    person = factories.participant(session, factories.edition(session))
    raw = tokens.issue(session, "feed", person.id, SECRET, NOW)
    with pytest.raises(NotFound):
        tokens.redeem(session, "personal", raw, NOW)


@pytest.mark.abuse(9)
def test_signing_in_works_once_and_for_a_quarter_of_an_hour(session: Session) -> None:
    account = factories.organiser(session, factories.fair(session))
    raw = tokens.issue(session, "sign_in", account.id, SECRET, NOW)
    with pytest.raises(NotFound):
        tokens.redeem(session, "sign_in", raw, NOW + timedelta(minutes=15))
    tokens.use(tokens.redeem(session, "sign_in", raw, NOW), NOW)
    with pytest.raises(NotFound):
        tokens.redeem(session, "sign_in", raw, NOW)
    assert tokens.issue(session, "sign_in", account.id, SECRET, NOW) != raw


def test_a_personal_link_works_again_and_again_until_the_follow_up_ends(session: Session) -> None:
    edition = factories.edition(session)
    person = factories.participant(session, edition)
    raw = tokens.issue(session, "personal", person.id, SECRET, NOW)
    for _ in range(2):
        tokens.use(tokens.redeem(session, "personal", raw, NOW), NOW)
    with pytest.raises(NotFound):
        tokens.redeem(session, "personal", raw, edition.ends_at + tokens.AFTER_THE_FAIR)


@pytest.mark.abuse(15)
def test_rotating_kills_the_old_secret_at_once(session: Session) -> None:
    person = factories.participant(session, factories.edition(session))
    old = tokens.issue(session, "feed", person.id, SECRET, NOW)
    new = tokens.rotate(session, "feed", person.id, SECRET, NOW)
    with pytest.raises(NotFound):
        tokens.redeem(session, "feed", old, NOW)
    assert tokens.redeem(session, "feed", new, NOW).subject_id == person.id
