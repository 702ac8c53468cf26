"""Everything of an edition to take home, by whoever runs it and nobody else."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from fairs.domain.exporting import files
from fairs.models import Account, Job
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import draft

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk, Room


def table(desk: Desk, edition: Edition, key: str) -> list[dict[str, str]]:
    answer = desk.get(f"/o/{edition.slug}/export/{key}.csv?form=csv")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_people_go_home_with_all_their_answers_also_to_what_is_asked_no_more(
    desk: Desk, session: Session, edition: Edition
) -> None:
    zoe = factories.participant(session, edition, name="Zoé", organisation="=Recyclerie")
    asked = factories.question(session, edition, "number", labels={"en": "Chairs"})
    gone = factories.question(session, edition, "choice", labels={"en": "Meal"}, choices={"veg": "Veggie"})
    factories.answer(session, zoe, asked, number=3)
    factories.answer(session, zoe, gone, keys=["veg"])
    gone.removed_at = NOW
    (row,) = table(desk, edition, "people")
    chosen = ("Organisation", "Name", "State", "Chairs", "Meal (asked no more)", "Registered")
    assert [row[head] for head in chosen] == [
        *("'=Recyclerie", "Zoé", "approved", "3", "Veggie"),
        f"{zoe.registered_at.astimezone(ZoneInfo('Europe/Paris')):%Y-%m-%d %H:%M}",
    ]


def test_wishes_meetings_agendas_and_what_has_no_place_go_home(
    desk: Desk, session: Session, room: Room
) -> None:
    draft(session, room, (0, 1, 0, 0), unplaced=(1, 2))
    edition = room.edition
    wished = [
        (row["Name"], row["Name of the partner"], row["Wish"], row["Mutual"])
        for row in table(desk, edition, "wishes")
    ]
    assert (len(wished), wished[-2]) == (6, ("Zoé", "Ali", "Must", "Yes"))
    (meeting,) = table(desk, edition, "meetings")
    assert [meeting[head] for head in ("Grid", "From", "Table", "Name", "Name of the partner", "Struck")] == [
        *("draft", "2027-03-18 09:00", "Table 1", "Zoé", "Ali", "No"),
    ]
    assert [(row["Name"], row["With whom"]) for row in table(desk, edition, "agendas")] == [
        ("Ali", "Maison Zoé (Zoé)"),
        ("Zoé", "Maison Ali (Ali)"),
    ]
    (refused,) = table(desk, edition, "without-a-place")
    assert ({refused["Name"], refused["Name of the partner"]}, refused["Why"]) == (
        {"Ali", "Mia"},
        "Ali and Mia are never there at the same time.",
    )


def test_the_waiting_list_and_organisations_go_home(desk: Desk, session: Session, edition: Edition) -> None:
    edition.capacity = 1
    factories.participant(session, edition, organisation="Une")
    factories.participant(
        session,
        edition,
        organisation="Deux",
        name="Ali",
        state="waitlisted",
        waitlisted_at=NOW,
        approved_at=None,
    )
    (waits,) = table(desk, edition, "waiting-list")
    assert [waits[head] for head in ("Rank", "Organisation", "Name", "Why")] == [
        *("1", "Deux", "Ali", "all places of the edition are taken"),
    ]
    rows = table(desk, edition, "organisations")
    assert [(row["Organisation"], row["People who take part"]) for row in rows] == [
        ("Deux", "0"),
        ("Une", "1"),
    ]


def test_a_meetup_has_its_answers_and_no_wishes(desk: Desk, edition: Edition) -> None:
    edition.fair.kind = "meetup"
    assert table(desk, edition, "answers") == []
    assert desk.get(f"/o/{edition.slug}/export/wishes.csv").status_code == 404
    assert desk.get(f"/o/{edition.slug}/export/passwd.csv").status_code == 404


def test_a_file_is_asked_for_once_and_kept_for_a_day(desk: Desk, session: Session, edition: Edition) -> None:
    for _twice in range(2):
        assert desk.post(f"/o/{edition.slug}/export", form="csv").status_code == 303
    job = session.scalars(select(Job)).one()
    assert "The file is being made" in desk.words(f"/o/{edition.slug}/export")
    files.finish(session, job, b"PK", NOW)
    assert "Take the file" in desk.words(f"/o/{edition.slug}/export")
    answer = desk.get(f"/o/{edition.slug}/export/{job.id}/file")
    assert (answer.data, answer.headers["Cache-Control"]) == (b"PK", "private, no-store")
    assert f"filename={edition.slug}-2027-03-01.zip" in answer.headers["Content-Disposition"]
    assert files.forget_old(session, NOW + files.KEPT_FOR) == 0
    assert files.content(session, job, NOW + files.KEPT_FOR) is None
    assert files.forget_old(session, NOW + 2 * files.KEPT_FOR) == 1


@pytest.mark.abuse(5)
def test_abuse_5_the_file_of_one_edition_is_nobody_else_s(
    desk: Desk, other_desk: Desk, session: Session, edition: Edition
) -> None:
    job = files.ask_export(session, edition, "xlsx", "en", NOW)
    files.finish(session, job, b"secret", NOW)
    other = factories.edition(session, of=edition.fair)
    theirs = factories.edition(session, of=session.scalars(select(Account)).all()[-1].memberships[0].fair)
    assert desk.get(f"/o/{edition.slug}/export/{job.id}/file").status_code == 200
    assert desk.get(f"/o/{other.slug}/export/{job.id}/file").status_code == 404
    for edition_of in (edition, theirs):
        assert other_desk.get(f"/o/{edition_of.slug}/export/{job.id}/file").status_code == 404
    assert other_desk.get(f"/o/{edition.slug}/export/people.csv").status_code == 404


def test_the_reception_takes_nothing_home(desk: Desk, session: Session, edition: Edition) -> None:
    session.scalars(select(Account)).one().memberships[0].role = "desk"
    assert desk.get(f"/o/{edition.slug}/export").status_code == 404
    assert desk.get(f"/o/{edition.slug}/export/people.csv").status_code == 404
