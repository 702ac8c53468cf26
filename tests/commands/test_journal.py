"""Time travel: what agendas said at an instant, from the events recorded by then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import event, func, select

from fairs.cli import main
from fairs.domain import registrations
from fairs.models import DomainEvent, Token
from fairs.queries.replay import replay
from tests.delivery.conftest import engine, processes, town  # noqa: F401 - fixtures
from tests.factories import NOW

if TYPE_CHECKING:
    from click.testing import Result

    from tests.delivery.conftest import Town

BEFORE, FIRST, SECOND, LATER = (f"2027-03-01T{hour}:00+01:00" for hour in ("09", "10", "12", "14"))


@pytest.fixture
def told(town: Town) -> Town:  # noqa: F811 - the fixture
    """At ten Zoé meets Ali and then Mia; at noon Ali meets nobody; at two Mia withdraws."""
    town.publish(("Zoé", "Ali", 0), ("Zoé", "Mia", 1))
    town.time.pass_by(hours=2)
    town.publish(("Zoé", "Mia", 1))
    town.time.pass_by(hours=2)
    with town.sessions.begin() as session:
        registrations.withdraw(session, town.person_in(session, "Mia"), town.time())
    return town


def run(town: Town, database_url: str, at: str, *more: str, edition: str = "") -> Result:  # noqa: F811
    with town.sessions() as session:
        slug = edition or town.edition_in(session).slug
    place = {"MAILLAGE_HOME": str(town.tools.settings.home), "MAILLAGE_DATABASE_URL": database_url}
    return CliRunner().invoke(
        main, ["journal", "replay", "--edition", slug, "--at", at, *more], env=place | {"LC_ALL": "C"}
    )


def agendas(done: Result) -> dict[str, list[tuple[str, str, bool]]]:
    values: dict[str, Any] = json.loads(done.stdout)
    return {
        person["name"]: [
            (meeting["with"][0]["name"], meeting["start_at"][11:16], meeting["cancelled"])
            for meeting in person["meetings"]
        ]
        for person in values["participants"]
    }


def test_each_instant_has_the_agendas_of_its_time(told: Town, database_url: str) -> None:
    first = run(told, database_url, FIRST, "--format", "json")
    assert agendas(first) == {
        "Ali": [("Zoé", "08:00", False)],
        "Mia": [("Zoé", "08:25", False)],
        "Zoé": [("Ali", "08:00", False), ("Mia", "08:25", False)],
    }
    second = run(told, database_url, SECOND, "--format", "json")
    assert agendas(second) == {
        "Ali": [("Zoé", "08:00", True)],
        "Mia": [("Zoé", "08:25", False)],
        "Zoé": [("Ali", "08:00", True), ("Mia", "08:25", False)],
    }
    assert [json.loads(done.stdout)["revision"] for done in (first, second)] == [1, 2]


def test_people_are_as_they_were_then(told: Town, database_url: str) -> None:
    states = [
        {
            person["name"]: (person["state"], person["told"]["revision"])
            for person in json.loads(run(told, database_url, at, "--format", "json").stdout)["participants"]
        }
        for at in (SECOND, LATER)
    ]
    assert states == [
        {"Ali": ("approved", 2), "Mia": ("approved", 1), "Zoé": ("approved", 2)},
        {"Ali": ("approved", 2), "Mia": ("withdrawn", 1), "Zoé": ("approved", 2)},
    ]


def test_one_person_s_agenda_as_words(told: Town, database_url: str) -> None:
    done = run(told, database_url, FIRST, "--participant", "ALI@org.example")
    assert done.exit_code == 0
    assert "revision 1, published at 2027-03-01 10:00 CET." in done.stdout
    assert "--- Ali <ali@org.example>: approved, last written to about revision 1" in done.stdout
    assert "09:00\N{EN DASH}09:20  Table 1  Atelier Zoé (Zoé)" in done.stdout
    assert "Agenda de Mia" not in done.stdout
    assert run(told, database_url, FIRST, "--participant", "ali").stdout == done.stdout


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("zoe", ["Zoé"]),
        ("ATELIER  mi", ["Mia"]),
        ("org.example", ["Ali", "Mia", "Zoé"]),
        ("Mia", ["Mia"]),
    ],
)
def test_a_part_of_a_name_finds_all_who_have_it(
    told: Town, database_url: str, asked: str, found: list[str]
) -> None:
    done = run(told, database_url, FIRST, "--participant", asked, "--format", "json")
    assert list(agendas(done)) == found


def test_before_the_first_publication_there_is_nothing_to_tell(told: Town, database_url: str) -> None:
    done = run(told, database_url, BEFORE)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "no agenda" in done.stderr
    as_json = run(told, database_url, BEFORE, "--format", "json")
    assert (as_json.exit_code, json.loads(as_json.stdout)["revision"]) == (3, None)


@pytest.mark.parametrize(
    ("at", "more", "said"),
    [
        ("2027-03-12T14:00", (), "does not say how far it is from UTC"),
        ("yesterday", (), "is no instant"),
        ("2030-03-12T14:00+01:00", (), "2030-03-12T14:00+01:00 has not come yet"),
        (FIRST, ("--participant", "Nobody"), "Nobody with “Nobody” in their name, organisation or address"),
    ],
)
def test_what_cannot_be_told_is_one_sentence(
    told: Town, database_url: str, at: str, more: tuple[str, ...], said: str
) -> None:
    done = run(told, database_url, at, *more)
    assert done.exit_code == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_edition_that_is_not_there(told: Town, database_url: str) -> None:
    done = run(told, database_url, FIRST, edition="elsewhere")
    assert (done.exit_code, done.stderr) == (1, "There is no edition called “elsewhere”.\n")


def test_looking_back_writes_nothing_and_asks_as_often_for_three_as_for_one(told: Town) -> None:
    asked: list[str] = []
    with told.sessions() as session:
        event.listen(
            session.get_bind(), "before_cursor_execute", lambda *call: asked.append(call[2].split()[0])
        )
        replay(session, told.edition_in(session), NOW, "fairs.example")
        assert set(asked) <= {"SELECT", "BEGIN"}
        assert len(asked) < 20
        assert session.scalar(select(func.count()).select_from(Token)) == 0
        assert session.scalar(select(func.count()).select_from(DomainEvent)) > 0
