"""The second factor: codes of an app and written ones. Passkeys need a browser: tests/journeys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

import pyotp
import pytest
from sqlalchemy import select

from fairs.domain import factors as verbs
from fairs.domain import limits, tokens
from fairs.domain.sealing import seal, unseal
from fairs.errors import Unavailable
from fairs.models import CodeApp, RecoveryCode
from tests import factories
from tests.factories import NOW
from tests.visiting import SECRET, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from fairs.models import Account, Edition
    from fairs.models.account import Role
    from tests.jobs.works import Time
    from tests.visiting import Visitor

WRITTEN = re.compile(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>")


def set_up(visitor: Visitor) -> tuple[pyotp.TOTP, list[str]]:
    """An app, as its page shows the way; the app and the codes to be written down."""
    page = visitor.get("/in/factors/app")
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page.text)
    assert found
    assert "<svg" in page.text
    app = pyotp.TOTP(found[1].replace(" ", ""))
    answer = visitor.post("/in/factors/app", code=app.at(NOW))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    return app, WRITTEN.findall(answer.text)


def test_whoever_has_set_it_up_is_asked_for_it_at_the_next_sign_in(
    visitor: Visitor, browser: Callable[[], Visitor], account: Account, time: Time
) -> None:
    app, written = set_up(visitor.sign_in(account))
    assert len(set(written)) == 10
    assert visitor.get("/o").status_code == 200, "it has just been shown"

    other = browser().sign_in(account)
    assert other.get("/o").location == "/in/second"
    assert other.post("/in/second", code="000000").status_code == 422
    time.pass_by(seconds=60)
    assert other.post("/in/second", code=app.at(time())).location == "/o"
    assert other.get("/o").status_code == 200


@pytest.mark.abuse(14)
def test_abuse_14_showing_it_changes_the_secret_of_the_cookie(
    visitor: Visitor, browser: Callable[[], Visitor], account: Account
) -> None:
    _, written = set_up(visitor.sign_in(account))
    other = browser().sign_in(account)
    before = other.client.get_cookie("maillage")
    assert before
    assert other.post("/in/second", code=written[0]).status_code == 303
    copied = browser()
    copied.client.set_cookie("maillage", before.value)
    assert copied.get("/o").location == "/in"


def test_a_code_opens_once(
    visitor: Visitor, browser: Callable[[], Visitor], account: Account, time: Time
) -> None:
    app, written = set_up(visitor.sign_in(account))
    time.pass_by(seconds=30)
    shown = app.at(time())
    assert browser().sign_in(account).post("/in/second", code=shown).status_code == 303
    again = browser().sign_in(account)
    assert again.post("/in/second", code=shown).status_code == 422, "looked at over a shoulder"
    assert again.post("/in/second", code=written[3].upper().replace("-", " ")).status_code == 303
    assert browser().sign_in(account).post("/in/second", code=written[3]).status_code == 422


@pytest.mark.abuse(34)
def test_abuse_34_codes_cannot_be_guessed(
    visitor: Visitor, browser: Callable[[], Visitor], account: Account
) -> None:
    _, written = set_up(visitor.sign_in(account))
    other = browser().sign_in(account)
    answers = [other.post("/in/second", code="123456") for _ in range(limits.GUESSES_AN_HOUR + 1)]
    assert [answer.status_code for answer in answers] == [422] * limits.GUESSES_AN_HOUR + [429]
    assert "Try again in 60 min." in words(answers[-1])
    assert answers[-1].headers["Retry-After"] == "3600"
    assert browser().sign_in(account).post("/in/second", code=written[0]).status_code == 429


def test_a_fair_may_demand_it_and_leads_to_where_it_is_set_up(
    visitor: Visitor, session: Session, account: Account, edition: Edition
) -> None:
    edition.fair.needs_second_factor = True
    visitor.sign_in(account)
    here = f"/o/{edition.slug}"
    assert visitor.get(here).location == "/in/second"
    assert visitor.get("/in/second").location == "/in/factors"
    assert "This fair asks everyone" in words(visitor.get("/in/factors"))
    page = visitor.get("/in/factors/app")
    assert page.status_code == 200
    set_up(visitor)
    assert visitor.get(here).status_code == 200
    session.expire_all()
    assert visitor.post("/in/factors/app/remove").location == "/in/factors"
    assert visitor.get(here).location == "/in/second"


def test_mail_alone_neither_changes_the_address_nor_takes_the_factor_away(
    visitor: Visitor, browser: Callable[[], Visitor], account: Account
) -> None:
    set_up(visitor.sign_in(account))
    with_mail_alone = browser().sign_in(account)
    for page in ("/in/address", "/in/factors", "/in/factors/app", "/in/factors/passkey"):
        assert with_mail_alone.get(page).location == "/in/second", page
    for button in ("/in/factors/app/remove", "/in/factors/recovery", "/in/address"):
        assert with_mail_alone.post(button, email="thief@evil.example").location == "/in/second", button


def test_new_written_codes_void_the_old(
    visitor: Visitor, browser: Callable[[], Visitor], account: Account
) -> None:
    _, old = set_up(visitor.sign_in(account))
    new = WRITTEN.findall(visitor.post("/in/factors/recovery").text)
    assert len(set(new) | set(old)) == 20
    other = browser().sign_in(account)
    assert other.post("/in/second", code=old[0]).status_code == 422
    assert other.post("/in/second", code=new[0]).status_code == 303


def test_without_app_and_passkey_nothing_is_asked_any_more(
    visitor: Visitor, browser: Callable[[], Visitor], session: Session, account: Account
) -> None:
    set_up(visitor.sign_in(account))
    visitor.post("/in/factors/app/remove")
    assert session.scalars(select(RecoveryCode)).all() == []
    assert browser().sign_in(account).get("/o").status_code == 200


def test_secrets_at_rest_are_of_no_use_without_the_installation_s_own(
    visitor: Visitor, session: Session, account: Account
) -> None:
    app, written = set_up(visitor.sign_in(account))
    kept = session.scalars(select(CodeApp)).one()
    assert app.secret not in kept.secret
    assert unseal(kept.secret, SECRET) == app.secret
    with pytest.raises(Unavailable):
        unseal(kept.secret, "another")
    assert seal("x", SECRET) != seal("x", SECRET)
    assert not {code.replace("-", "") for code in written} & set(session.scalars(select(RecoveryCode.hash)))


def test_the_app_has_to_show_a_code_before_it_is_taken(visitor: Visitor, account: Account) -> None:
    visitor.sign_in(account)
    first = visitor.get("/in/factors/app").text
    answer = visitor.post("/in/factors/app", code="000000")
    assert answer.status_code == 422
    assert "This is not the code that the app shows now." in words(answer)
    secret = re.compile(r'<code class="secret">([^<]+)')
    assert secret.findall(answer.text) == secret.findall(first), "the app need not be set up again"


@pytest.mark.parametrize(
    ("seconds", "taken"), [(-30, True), (0, True), (30, True), (61, False), (-61, False)]
)
def test_clocks_may_differ_by_half_a_minute(seconds: int, taken: bool) -> None:
    secret = verbs.new_app_secret()
    shown = pyotp.TOTP(secret).at(int(NOW.timestamp()) + seconds)
    assert (verbs._step_of(secret, shown, NOW) is not None) is taken


def test_people_who_only_take_part_have_none(visitor: Visitor, session: Session, edition: Edition) -> None:
    zoe = factories.participant(session, edition)
    visitor.post("/in/" + tokens.issue(session, "sign_in", zoe.id, SECRET, NOW))
    assert visitor.get("/in/second").status_code == 404
    assert visitor.get("/in/factors").status_code == 404


def test_a_passkey_that_was_made_up_is_none(visitor: Visitor, account: Account) -> None:
    visitor.sign_in(account)
    visitor.get("/in/factors/passkey")
    for answer in ("", "{}", "[]", '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}', "\x00"):
        refused = visitor.post("/in/factors/passkey", name="Mine", answer=answer)
        assert refused.status_code == 422, answer
        assert "The browser gave no passkey for this site." in words(refused)
    set_up(visitor)
    for answer in ("", "{}", "[]", "null", '{"id": "eA", "rawId": "eA", "type": "public-key"}'):
        assert visitor.post("/in/second/passkey", answer=answer).status_code == 422, answer


def test_an_edition_s_settings_say_whether_it_is_asked_of_the_team(
    visitor: Visitor, session: Session, account: Account, edition: Edition
) -> None:
    page = f"/o/{edition.slug}/settings"
    set_up(visitor.sign_in(account))
    assert "It is asked of the whole team" in words(visitor.get(page))
    sent = visitor.post(f"/o/{edition.slug}/team/second-factor", demanded="y", back="settings")
    assert sent.location == page
    session.expire_all()
    assert edition.fair.needs_second_factor is True


@pytest.mark.parametrize("role", ["owner", "viewer"])
def test_whoever_of_the_team_comes_without_one_is_led_to_set_one_up_from_every_kind_of_page(
    visitor: Visitor, session: Session, edition: Edition, account: Account, role: Role
) -> None:
    """Pages, buttons, files, tables, papers, streams: and nothing is done on the way."""
    account.memberships[0].role = role
    edition.fair.needs_second_factor = True
    zoe = factories.participant(session, edition)
    visitor.sign_in(account)
    nobody = UUID(int=0)
    for page in (
        *("", "/people", "/team", "/settings", f"/people/{zoe.id}", f"/files/{nobody}", "/journal.csv"),
        *("/journal.jsonl", "/grid.pdf", "/grid.xlsx", "/agendas.pdf", f"/jobs/{nobody}/events"),
    ):
        assert visitor.get(f"/o/{edition.slug}{page}").location == "/in/second", page
    for button in ("/registration/close", "/team/second-factor", f"/people/{zoe.id}/act", "/settings"):
        assert visitor.post(f"/o/{edition.slug}{button}", sure="y").location == "/in/second", button
    session.expire_all()
    assert (edition.registration_closed_at, edition.fair.needs_second_factor) == (None, True)
    assert visitor.get(f"/me/{edition.slug}").status_code == 303, "nor by acting for somebody"
    edition.opened_at = None
    assert visitor.get(f"/e/{edition.slug}").status_code == 404, "nor on the page of a draft"


def test_who_acts_for_somebody_acts_no_more_without_it(
    visitor: Visitor, session: Session, edition: Edition, account: Account
) -> None:
    zoe = factories.participant(session, edition)
    visitor.sign_in(account).post(f"/o/{edition.slug}/people/{zoe.id}/act")
    assert visitor.get(f"/me/{edition.slug}").status_code == 200
    edition.fair.needs_second_factor = True
    assert visitor.get(f"/me/{edition.slug}").status_code == 303
