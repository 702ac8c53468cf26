"""Every answer of the site, where everything that people typed is an attack, and so is the request itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from fairs import clock
from fairs.models import AddressChange, Follower
from fairs.web.policy import Access
from tests.abuse.addresses import NOBODY, every
from tests.abuse.doors import LET_IN, outcome
from tests.abuse.reading import faults

if TYPE_CHECKING:
    from flask import Flask

    from tests.abuse.addresses import Knock
    from tests.abuse.browsing import Answer
    from tests.abuse.conftest import Served

HOST = "host.evil.example"
LED_AWAY = "?next=https://next.evil.example/&back=//next.evil.example/&url=%2F%5Cnext.evil.example"
DRAWN = (".pdf", ".xlsx", ".png")  # the same on both databases, and slow
NOT_ASKED = {  # slow as well, behind the door of others
    *("organisers.job_events", "organisers.agendas_pdf", "organisers.grid_pdf", "organisers.grid_xlsx"),
}
NOT_ON_POSTGRESQL = {  # drawn, or in want of somebody who works beside the pages
    *("public.poster", "public.card", "participants.agenda_paper", "health.healthz"),
    *("sign_in.my_data_paper", "organisers.import_model", "organisers.lines_to_mend"),
}
NO_PAGE = {  # led on to another page, not there yet, or for demonstrations and programs alone
    *("participants.my_data_json", "participants.my_data_paper", "participants.erase", "public.my_data"),
    *("organisers.export_file", "organisers.import_result"),
    *("participants.change_address", "watching.metrics", "sign_in.second", "sign_in.code"),
    *("demonstration.mailbox", "demonstration.mail", "demonstration.mail_page", "demonstration.attachment"),
}
PERSONAL = {Access.PARTICIPANT, Access.ORGANISER, Access.SIGNED_IN}


@dataclass(frozen=True)
class Seen:
    """What somebody was answered somewhere."""

    who: str
    knock: Knock
    path: str
    answer: Answer

    @property
    def secret(self) -> bool:
        """Whether the address itself is one."""
        return self.path != self.knock.path


@pytest.fixture(scope="session")
def seen(served: Served, map_of_site: Flask) -> list[Seen]:
    """Every page, feed, file and picture, as each kind of person gets it, asked for with lying headers."""
    here, secrets = served.world.here, _secrets(served)
    people = {
        "nobody": (served.nobody(), {Access.PUBLIC, Access.MACHINE, Access.DEMO}),
        "guest": (served.by_link(here.people[1]), {Access.PUBLIC, Access.PARTICIPANT}),
        "owner": (served.member("owner"), {Access.PUBLIC, Access.ORGANISER, Access.SIGNED_IN}),
    }
    lies = {"Host": HOST, "X-Forwarded-Host": HOST, "Forwarded": f"host={HOST}"}
    found = []
    for who, (browser, accesses) in people.items():
        for knock in every(map_of_site, here.slug, here):
            drawn = knock.path.endswith(DRAWN)
            again = knock.access is Access.PUBLIC and who != "nobody"
            elsewhere = again and not knock.path.startswith("/e/")
            if knock.method != "GET" or knock.access not in accesses or elsewhere:
                continue
            if knock.endpoint in NOT_ASKED or (drawn and (again or served.system != "sqlite")):
                continue
            path = knock.path.replace(NOBODY, secrets.get(knock.endpoint, NOBODY))
            answer = browser.get(path + ("" if drawn else LED_AWAY), **lies)
            found.append(Seen(who, knock, path, answer))
    return found


def _secrets(served: Served) -> dict[str, str]:
    """Of links in mails, by the endpoints that they open."""
    here, now = served.world.here, clock.now()
    with served.world.sessions.begin() as session:
        follower = Follower(fair_id=here.fair_id, email="f@org.example", language="en", asked_at=now)
        change = AddressChange(former="no@body.example", wanted="x@org.example", language="en", asked_at=now)
        session.add_all([follower, change])
        session.flush()
        team = here.by_route["organisers.revoke_team_invitation", "invitation_id"]
        subjects = {
            "ways_in.door": ("personal", here.people[2]),
            "ways_in.feed": ("feed", here.people[1]),
            "ways_in.mail_choice": ("unsubscribe", here.people[1]),
            "ways_in.follow_door": ("follow", follower.id),
            "ways_in.unfollow_door": ("unfollow", follower.id),
            "sign_in.door": ("sign_in", here.people[2]),
            "sign_in.address_door": ("address", change.id),
            "sign_in.team_invitation": ("team", UUID(team)),
            "ways_in.invitation": ("invitation", UUID(here.ids["invitation_id"])),
        }
    return {endpoint: served.secret(purpose, subject) for endpoint, (purpose, subject) in subjects.items()}


def test_all_of_it_is_looked_at(served: Served, seen: list[Seen], map_of_site: Flask) -> None:
    """Or else the tests below would prove nothing: nearly everything is answered with a page."""
    readable = {rule.endpoint for rule in map_of_site.url_map.iter_rules() if "GET" in (rule.methods or ())}
    answered = {one.knock.endpoint for one in seen if one.answer.status == 200}
    broken = {one.path for one in seen if one.answer.status >= 500}
    assert broken - {"/healthz"} == set(), "on PostgreSQL nobody works beside the pages here"
    missing = {name for name in readable - answered - NOT_ASKED if not name.endswith("static")}
    assert missing - (NOT_ON_POSTGRESQL if served.system == "postgresql" else set()) == NO_PAGE


@pytest.mark.abuse(12)
def test_abuse_12_no_answer_is_built_from_the_host_of_the_request(seen: list[Seen]) -> None:
    def told(one: Seen) -> str:
        return one.answer.text + str(one.answer.headers)

    assert [one.path for one in seen if HOST in told(one)] == []


@pytest.mark.abuse(13)
def test_abuse_13_no_answer_leads_away(seen: list[Seen]) -> None:
    led = {one.path: one.answer.location for one in seen if one.answer.location}
    assert {path: to for path, to in led.items() if not to.startswith("/") or to[1:2] in {"/", "\\"}} == {}


@pytest.mark.abuse(13)
def test_abuse_13_an_address_that_begins_like_another_site_leads_nowhere_else(served: Served) -> None:
    for path in (
        "//evil.example/",
        "//evil.example/%2e%2e",
        "/\\evil.example",
        "/%5cevil.example",
        "/%2f/evil.example",
    ):
        answer = served.nobody().get(path)
        assert not answer.location.startswith(("//", "/\\", "http")), path
        assert faults(answer, "/nowhere") == [], path


@pytest.mark.abuse(14)
def test_abuse_14_cookies_are_out_of_reach_of_scripts_and_other_sites(seen: list[Seen]) -> None:
    cookies = [cookie for one in seen for cookie in one.answer.cookies]
    assert cookies
    assert [one for one in cookies if "HttpOnly" not in one or "SameSite=Lax" not in one] == []


@pytest.mark.abuse(16)
def test_abuse_16_what_is_personal_is_kept_by_nobody_and_named_to_nobody(seen: list[Seen]) -> None:
    wrong = {}
    for one in seen:
        headers = {
            name: one.answer.header(name) for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")
        }
        personal = one.knock.access in PERSONAL and outcome(one.answer, "") == LET_IN
        kept = headers["Cache-Control"] != "private, no-store" or "noindex" not in headers["X-Robots-Tag"]
        if (personal or one.secret) and kept:
            wrong[one.path] = headers
        if one.secret and headers["Referrer-Policy"] != "no-referrer":
            wrong[one.path] = headers
    assert wrong == {}


@pytest.mark.abuse(16)
def test_abuse_16_no_secret_of_a_link_stands_in_the_log(served: Served, seen: list[Seen]) -> None:
    secrets = {one.path.rpartition("/")[2].removesuffix(".ics") for one in seen if one.secret}
    assert len(secrets) > 8
    assert {secret for secret in secrets if secret in served.site.log} == set()


@pytest.mark.abuse(20)
def test_abuse_20_every_answer_forbids_scripts_of_others_and_frames(seen: list[Seen]) -> None:
    wrong = {}
    for one in seen:
        told = one.answer.header("Content-Security-Policy")
        strict = "default-src 'none'" in told and "frame-ancestors 'none'" in told and "unsafe" not in told
        others = one.answer.header("X-Content-Type-Options"), one.answer.header("X-Frame-Options")
        if not strict or others != ("nosniff", "DENY"):
            wrong[one.path] = (told, *others)
    assert wrong == {}


@pytest.mark.abuse(22)
@pytest.mark.abuse(23)
@pytest.mark.abuse(27)
def test_abuse_22_what_people_typed_is_text_in_every_answer(seen: list[Seen]) -> None:
    """Pages, data blocks, fragments, Atom, JSON, calendars: nothing became a tag, a script, a placeholder."""
    wrong = {f"{one.who}: {one.path}": found for one in seen if (found := faults(one.answer, one.path))}
    assert wrong == {}
    shown = {one.knock.endpoint for one in seen if "xss" in one.answer.text}
    assert len(shown) > 60, "and it was there to be shown"
