"""What everyone may read."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fairs.models import Listing
from tests import factories
from tests.visiting import counted, words

if TYPE_CHECKING:
    from flask import Flask

    from tests.visiting import Visitor

DASH = "\N{EN DASH}"
HEBREW = "\N{RIGHT-TO-LEFT OVERRIDE}\N{HEBREW LETTER SHIN}\N{POP DIRECTIONAL FORMATTING} Ðorđe"
DATA_BLOCK = re.compile(r'<script type="application/ld\+json">[^<]*</script>')
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_the_first_page_names_what_is_coming_the_next_one_first(visitor: Visitor) -> None:
    later = factories.edition(visitor.session)
    sooner = factories.edition(
        visitor.session,
        starts_at=factories.NOW + timedelta(days=2),
        ends_at=factories.NOW + timedelta(days=2, hours=3),
        of=factories.fair(visitor.session, kind="meetup"),
    )
    factories.edition(visitor.session, opened_at=None)
    over = factories.edition(
        visitor.session,
        starts_at=factories.NOW - timedelta(days=2),
        ends_at=factories.NOW - timedelta(days=1),
    )
    page = visitor.get("/")
    assert page.text.index(f"/e/{sooner.slug}") < page.text.index(f"/e/{later.slug}")
    assert f"/e/{over.slug}" not in page.text
    assert "Meetup · Vallée de la Vère March fair" in words(page)
    assert f"Thursday 18 March 2027, 09:00{DASH}17:00" in words(page)


def test_without_anything_coming_it_says_what_will_stand_there(visitor: Visitor) -> None:
    assert "The next fair or meetup will stand here" in words(visitor.get("/"))


def test_an_edition_says_what_when_where_who_and_what_now(visitor: Visitor) -> None:
    edition = factories.edition(
        visitor.session, registration_closes_at=factories.FAIR_DAY - timedelta(days=8, hours=-12)
    )
    edition.text("en").programme = f"09:00 Welcome\n10h15 {DASH} 11h00: First round\nAll day long"
    for family in ("ess", "ess", "public"):
        factories.participant(visitor.session, edition, family=family)
    factories.participant(visitor.session, edition, family="funder", state="confirmed")
    page = words(visitor.get(f"/e/{edition.slug}"))
    for said in (
        "March fair A day of meetings.",
        f"Thursday 18 March 2027 09:00{DASH}17:00",
        "Halle aux Grains 1 place du Marché",
        "Registration is open until Wednesday 10 March 2027.",
        "3 organisations so far S Social and solidarity economy 2 P Public body 1 Look at the directory",
        f"09:00 Welcome 10h15 {DASH} 11h00 First round All day long",
        "bonjour@boucles.example",
    ):
        assert said in page


def test_it_speaks_the_language_that_is_asked_for(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    page = visitor.get(f"/e/{edition.slug}?lang=fr")
    assert '<html lang="fr">' in page.text
    assert "Salon de mars" in words(page)
    assert "jeudi 18 mars 2027" in words(page)
    assert '<html lang="fr">' in visitor.get("/").text  # remembered


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({}, "Registration is open."),
        ({"registration_closed_at": factories.NOW}, "Registration is closed."),
        (
            {"registration_closed_at": factories.NOW, "wishes_closed_at": factories.NOW},
            "the organiser is making the grid",
        ),
        ({"registration_closed_at": factories.NOW, "published_at": factories.NOW}, "the agendas are out"),
        (
            {"starts_at": factories.NOW - timedelta(days=2), "ends_at": factories.NOW - timedelta(days=1)},
            "This edition is over",
        ),
    ],
)
def test_it_says_where_it_stands(visitor: Visitor, state: dict[str, object], said: str) -> None:
    edition = factories.edition(visitor.session, **state)
    assert said in words(visitor.get(f"/e/{edition.slug}"))


def test_a_fair_names_its_editions_past_and_coming(visitor: Visitor) -> None:
    fair = factories.fair(visitor.session)
    coming = factories.edition(visitor.session, of=fair)
    past = factories.edition(
        visitor.session,
        of=fair,
        starts_at=factories.NOW - timedelta(days=300),
        ends_at=factories.NOW - timedelta(days=300, hours=-8),
    )
    draft = factories.edition(visitor.session, of=fair, opened_at=None)
    page = visitor.get(f"/g/{fair.slug}").text
    assert page.index(f"/e/{coming.slug}") < page.index(f"/e/{past.slug}")
    assert draft.slug not in page


def test_the_directory_names_who_agreed_and_is_approved(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    factories.participant(visitor.session, edition, organisation="Atelier du Lin", name="Zoé Lin")
    factories.participant(visitor.session, edition, organisation="Nowhere", listed=False)
    factories.participant(visitor.session, edition, organisation="Waiting", state="confirmed")
    page = words(visitor.get(f"/e/{edition.slug}/directory"))
    assert "Atelier du Lin" in page
    assert [name for name in ("Nowhere", "Waiting", "Zoé", "@recyclerie") if name in page] == []


def test_the_directory_is_searched_without_accents_and_by_family(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    factories.participant(visitor.session, edition, organisation="Scierie Éphémère", family="classic")
    factories.participant(visitor.session, edition, organisation="Mairie", family="public")
    address = f"/e/{edition.slug}/directory"
    assert "Mairie" not in words(visitor.get(f"{address}?search=ephemere"))
    assert "Scierie Éphémère" in words(visitor.get(f"{address}?search=ephemere"))
    assert "Scierie" not in words(visitor.get(f"{address}?family=public"))
    assert "Nobody answers to that" in words(visitor.get(f"{address}?search=%25"))
    assert visitor.get(f"{address}?family=nonsense").status_code == 200


@pytest.mark.abuse(22)
def test_names_are_shown_and_never_obeyed(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session, venue=EVIL, address=EVIL, contact_name=EVIL)
    edition.fair.name = edition.fair.network = edition.fair.territory = EVIL
    for text in edition.texts:
        text.title = text.summary = text.who_comes = text.how_it_works = text.programme = EVIL
    person = factories.participant(visitor.session, edition, organisation=EVIL, name=EVIL, role=EVIL)
    person.organisation.town = person.organisation.pitch = EVIL
    person.organisation.listings = [Listing(side="offer", cooperation="flow", text=EVIL)]
    slug = edition.slug
    for address in (
        "/",
        f"/g/{edition.fair.slug}",
        f"/e/{slug}",
        f"/e/{slug}/directory?search=%3Cscript%3E",
        f"/e/{slug}/register",
        f"/e/{slug}/link",
    ):
        page = visitor.get(address)
        assert page.status_code == 200
        assert "<script" not in DATA_BLOCK.sub("", page.text, count=1)
        assert "<img" not in page.text


def test_a_name_in_any_script_leaves_the_page_in_order(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    factories.participant(visitor.session, edition, organisation=HEBREW)
    assert f"<bdi>{HEBREW}</bdi>" in visitor.get(f"/e/{edition.slug}/directory").text


@pytest.mark.parametrize("page", ["/", "/e/{slug}", "/e/{slug}/directory", "/g/{fair}"])
def test_longer_lists_ask_no_more_of_the_database(app: Flask, visitor: Visitor, page: str) -> None:
    fair = factories.fair(visitor.session)
    edition = factories.edition(visitor.session, of=fair)
    factories.participant(visitor.session, edition)
    address = page.format(slug=edition.slug, fair=fair.slug)
    visitor.get(address)
    with_one = counted(app, lambda: visitor.client.get(address))
    for _ in range(2):
        factories.participant(visitor.session, edition)
        factories.edition(visitor.session, of=fair)
    visitor.session.commit()
    assert counted(app, lambda: visitor.client.get(address)) == with_one


def test_the_colour_of_a_fair_is_a_style_sheet(visitor: Visitor) -> None:
    fair = factories.fair(visitor.session, accent="#ffff00")
    visitor.session.commit()
    answer = visitor.get(f"/g/{fair.slug}/accent.css")
    assert answer.content_type == "text/css; charset=utf-8"
    assert ":root { --accent: #" in answer.text


def test_a_colour_that_is_none_ends_up_nowhere(visitor: Visitor) -> None:
    fair = factories.fair(visitor.session, accent="red; } body { display: none")
    assert "body" not in visitor.get(f"/g/{fair.slug}/accent.css").text
