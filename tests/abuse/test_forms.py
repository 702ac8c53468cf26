"""What is sent along with a form that does not ask for it; words that a search might take for orders."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from fairs.models import Base, Fair
from tests.abuse.reading import Page
from tests.abuse.world import furnish

if TYPE_CHECKING:
    from tests.abuse.browsing import Browser
    from tests.abuse.conftest import Served
    from tests.abuse.reading import Form

OWN_PAGES = ("", "/profile", "/answers", "/colleagues", "/when", "/find", "/wishes", "/agenda")
BENCH = ("/settings", "/texts", "/families", "/questions", "/venue", "/invitations", "/team", "/webhooks")
NEVER = {  # columns that no form of these pages changes in a row that is there
    *("id", "fair_id", "edition_id", "account_id", "organisation_id", "participant_id", "guest_of_id"),
    *("slug", "role", "email", "hash", "secret", "taken", "used", "state", "needs_second_factor"),
    *("confirmed_at", "approved_at", "registered_at", "created_at", "invitation_id", "removed_at"),
}
OF_PEOPLE = {"role"}  # of a participant: what they do where they work


def more(served: Served) -> dict[str, str]:
    """What an attacker would like to be written as well."""
    there = served.world.there
    return {
        **dict.fromkeys(
            ("id", "participant_id", "person_id", "wisher_id", "guest_of_id"), str(there.people[0])
        ),
        **dict.fromkeys(("fair", "fair_id"), str(there.fair_id)),
        **dict.fromkeys(("edition", "edition_id"), str(there.edition_id)),
        **dict.fromkeys(("organisation_id", "elder"), there.ids["elder"]),
        **dict.fromkeys(("account_id", "account"), str(served.world.team["there", "owner"])),
        **dict.fromkeys(("confirmed_at", "approved_at", "opened_at", "created_at"), "2026-01-01T00:00:00Z"),
        **dict.fromkeys(("taken", "used", "seats", "capacity_taken"), "0"),
        **dict.fromkeys(("needs_second_factor", "admin", "is_admin", "approves"), "y"),
        "state": "approved",
        "slug": "mine",
        "hash": "0" * 64,
        "secret": "whsec_bWluZQ==",
        "invitation_id": there.ids["invitation_id"],
    }


def kept(served: Served) -> dict[str, dict[str, dict[str, str]]]:
    """By table and row: what nobody may change by sending more."""
    with served.world.sessions() as session:
        return {
            table.name: {
                str(row[0]): {
                    name: str(value)
                    for name, value in zip(table.columns.keys(), row, strict=True)
                    if name in NEVER and not (table.name == "participant" and name in OF_PEOPLE)
                }
                for row in session.execute(select(table))
            }
            for table in Base.metadata.sorted_tables
            if "id" in table.columns and table.name not in {"delivery", "token", "sign_in", "mail", "job"}
        }


def send_all(browser: Browser, pages: list[str], extra: dict[str, str]) -> int:
    """Every form of these pages as it stands there, with more in it; how many were taken in."""
    taken = 0
    for address in pages:
        for form in forms(browser, address):
            answer = browser.ask("POST", form.action, urlencode(extra | form.fields).encode())
            assert answer.status < 500, form.action
            taken += answer.status in {200, 303}
    return taken


def forms(browser: Browser, address: str) -> list[Form]:
    answer = browser.get(address)
    assert answer.status == 200, address
    there = Page(answer, address).forms
    return [one for one in there if one.method == "post" and not one.action.endswith(("/out", "/leave"))]


@pytest.mark.abuse(6)
def test_abuse_06_what_a_form_does_not_ask_for_is_not_written(served: Served) -> None:
    """By somebody who takes part on all their own pages, and by an organiser on those of the edition."""
    with served.world.sessions.begin() as session:
        own = furnish(session, session.get_one(Fair, served.world.here.fair_id))
    slug, browser, extra = own.slug, served.by_link(own.people[0]), more(served)
    organiser = served.member("organiser")
    before = kept(served)
    assert send_all(browser, [f"/me/{slug}{page}" for page in OWN_PAGES], extra) > 4
    assert send_all(organiser, [f"/o/{slug}{page}" for page in BENCH], extra | {"role": "owner"}) > 3
    after = kept(served)
    changed = {
        f"{name} {key}": (row, after[name].get(key))
        for name, rows in before.items()
        for key, row in rows.items()
        if after[name].get(key, row) != row  # some forms take a row away, as they say
    }
    assert changed == {}
    members = {name: set(after[name]) - set(before[name]) for name in ("membership", "account", "fair")}
    assert members == {"membership": set(), "account": set(), "fair": set()}
