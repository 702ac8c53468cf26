"""Too much, too large, too often, too clever: over real HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from email import message_from_bytes, policy
from http.client import HTTPConnection
from threading import Barrier
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit
from uuid import UUID

import pytest
from sqlalchemy import func, select

from fairs.domain import sign_ins
from fairs.domain.limits import LETTERS_AN_HOUR
from fairs.models import Account, Activity, Delivery, Edition, Knock, Mail, SignUp
from fairs.queries import activities
from tests import factories
from tests.abuse.browsing import SECRET
from tests.abuse.evil import EVIL
from tests.abuse.reading import LITERAL, MARK
from tests.waiting import wait_until

if TYPE_CHECKING:
    from tests.abuse.browsing import Browser
    from tests.abuse.conftest import Served

HUGE = 70_000_000
SEARCHES = (
    "/o/{}/people?search={}",
    "/o/{}/messages?search={}",
    "/o/{}/journal?words={}",
    "/o/{}/grid?search={}",
)
OF_GUESTS = ("/me/{}/find?search={}", "/e/{}/directory?search={}")
CLEVER = ("_%_", "' OR '1'='1", "\\", "x'); DROP TABLE participant; --", "\N{NULL}".encode().decode())


@pytest.mark.abuse(29)
def test_abuse_29_a_search_is_for_words_and_nothing_else(served: Served) -> None:
    """Neither wildcards nor quotes nor orders of sorting reach the database as such."""
    slug, owner = served.world.here.slug, served.member("owner")
    guest = served.by_link(served.world.here.people[0])
    known = {str(person) for person in served.world.here.people}
    with served.nothing_written():
        for typed in CLEVER:
            for browser, pages in ((owner, SEARCHES), (guest, OF_GUESTS)):
                for page in pages:
                    answer = browser.get(page.format(slug, quote(typed)) + "&sort=email;drop&order=1&page=-9")
                    assert answer.status == 200, (page, typed)
                    if "people" in page or "find" in page:
                        found = {one for one in known if one in answer.text}
                        assert found == set(), (page, typed)
        for page in ("999999999999999999999", "-1", "x", "1 OR 1=1"):
            assert owner.get(f"/o/{slug}/people?page={quote(page)}&state={quote(page)}").status == 200


@pytest.mark.abuse(36)
def test_abuse_36_what_is_too_large_is_refused_before_it_is_read(served: Served) -> None:
    for path in ("/in", f"/e/{served.world.here.slug}/register"):
        place = urlsplit(served.site.url)
        with closing(HTTPConnection(place.hostname or "", place.port, timeout=20)) as connection:
            connection.putrequest("POST", path)
            connection.putheader("Content-Type", "multipart/form-data; boundary=x")
            connection.putheader("Content-Length", str(HUGE))
            connection.endheaders()
            connection.send(b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nb")
            assert connection.getresponse().status == 413, path


@pytest.mark.abuse(35)
def test_abuse_35_no_way_fills_the_mailbox_of_somebody_else(served: Served) -> None:
    """Signing in, links, registering, following, bringing a colleague, handing over, another address."""
    here = served.world.here
    slug = here.slug
    guest, signed_in = served.by_link(here.people[0]), served.by_mail(here.people[2])
    person = {"name": "Zoé", "language": "fr", "role": ""}
    colleague = {**person, "email": "{}"}
    ways = {
        "/in": (served.nobody(), {"email": "{}"}),
        f"/e/{slug}/link": (served.nobody(), {"email": "{}"}),
        f"/g/{here.fair_slug}/follow": (served.nobody(), {"email": "{}"}),
        f"/me/{slug}/colleagues": (guest, colleague),
        f"/me/{slug}/withdraw": (guest, {**colleague, "instead": "new", "sure": "y"}),
        "/in/address": (signed_in, {"email": "{}"}),
    }
    told = {}
    for number, (way, (browser, typed)) in enumerate(ways.items()):
        sent = {name: value.format(f"{number}@victim.example") for name, value in typed.items()}
        told[way] = [browser.post(way, **sent).status for _ in range(LETTERS_AN_HOUR + 1)]
    assert {way for way, statuses in told.items() if statuses[-1] != 429} == set()
    assert {status for statuses in told.values() for status in statuses[:-1]} == {303}


@pytest.mark.abuse(11)
@pytest.mark.abuse(34)
def test_abuse_34_a_code_is_not_guessed_however_many_processes_are_asked(served: Served) -> None:
    browser = served.nobody()
    with served.world.sessions() as session:
        email = session.get_one(Account, served.world.team["here", "viewer"]).email
    assert browser.post("/in", email=email).status == 303
    with served.world.sessions() as session:
        knock = session.query(Knock).order_by(Knock.at.desc()).first()
        assert knock
        code = sign_ins.code_of(knock, SECRET)
    wrong = [f"{(int(code) + n) % 10**6:06}" for n in range(1, sign_ins.TRIES + 1)]
    assert [browser.post("/in/code", code=one).status for one in wrong] == [422] * sign_ins.TRIES
    assert browser.post("/in/code", code=code).status == 422


@pytest.mark.abuse(39)
def test_abuse_39_of_forty_requests_for_the_last_place_of_an_activity_one_is_heard(served: Served) -> None:
    """Twenty people, each of whom presses twice, in several processes where there are some."""
    with served.world.sessions.begin() as session:
        edition = session.get_one(Edition, served.world.here.edition_id)
        activity = activities.by_id(session, edition, served.world.here.ids["activity_id"])
        activity.places = activity.taken + 1
        people = [factories.participant(session, edition).id for _ in range(20)]
    browsers = [served.by_link(person) for person in people]
    address = f"/me/{served.world.here.slug}/programme/{served.world.here.ids['activity_id']}/in"
    forms = [(browser, f"csrf_token={browser.token}".encode()) for browser in browsers] * 2
    start = Barrier(len(forms))

    def press(form: tuple[Browser, bytes]) -> int:
        start.wait(30)
        return form[0].ask("POST", address, form[1]).status

    with ThreadPoolExecutor(len(forms)) as hands:
        assert set(hands.map(press, forms)) == {303}
    with served.world.sessions() as session:
        signed_up = select(func.count()).select_from(SignUp).where(SignUp.participant_id.in_(people))
        assert session.scalar(signed_up) == 1
        full = session.get_one(Activity, UUID(served.world.here.ids["activity_id"]))
        assert full.taken == full.places


@pytest.mark.abuse(22)
@pytest.mark.abuse(26)
@pytest.mark.abuse(27)
def test_abuse_22_what_people_typed_is_text_in_every_mail(served: Served) -> None:
    """On PostgreSQL they wait for a worker, who writes the same."""
    slug, guest = served.world.here.slug, served.by_link(served.world.here.people[1])
    person = {"name": f"Zoé\r\nBcc: all@victim.example {EVIL}", "language": "fr", "role": ""}
    assert guest.post(f"/me/{slug}/colleagues", **person, email="a@zoe.example").status == 303
    named = guest.post(f"/me/{slug}/withdraw", **person, email="b@zoe.example", instead="new", sure="y")
    assert named.status == 303
    assert guest.post(f"/g/{served.world.here.fair_slug}/follow", email="c@zoe.example").status == 303
    assert guest.post("/in", email="d@zoe.example").status == 303
    if served.system == "sqlite":
        wait_until(lambda: _unsent(served) == 0, 60)
    with served.world.sessions() as session:
        written = session.scalars(select(Mail.raw).where(Mail.raw.is_not(None))).all()
    mails = [message_from_bytes(raw or b"", policy=policy.default) for raw in written]
    assert len({mail["Subject"] for mail in mails}) > 2 or served.system != "sqlite"
    for mail in mails:
        html, text = (mail.get_body((kind,)) for kind in ("html", "plain"))
        assert html
        assert text
        said = html.get_content()
        assert "<xss" not in said
        assert "<script" not in said
        assert set(MARK.findall(said + text.get_content())) <= {LITERAL}
        assert (len(mail.get_all("To", [])), mail["Cc"], mail["Bcc"]) == (1, None, None)


def _unsent(served: Served) -> int:
    waiting = select(func.count()).where(Delivery.queue == "mail", Delivery.state.in_(("todo", "doing")))
    with served.world.sessions() as session:
        return session.scalar(waiting) or 0
