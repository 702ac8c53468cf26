"""The journal: who did what, in whose words, and what can be taken away."""

from __future__ import annotations

import csv
import json
import uuid
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from fairs import events
from fairs.models import DomainEvent, Webhook
from fairs.organisers.chronicle import TELLINGS
from fairs.outbox import ACTOR, record
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant
    from tests.organisers.conftest import Desk


@pytest.fixture
def zoe(session: Session, edition: Edition) -> Participant:
    return factories.participant(
        session, edition, name="Zoé Lefèvre", organisation="Maison Zoé", state="confirmed"
    )


def happened(session: Session, event: events.Event, actor: str = "") -> None:
    session.info[ACTOR] = actor
    record(session, event, NOW)


def test_what_an_organiser_does_is_told_with_the_name(
    desk: Desk, session: Session, edition: Edition, zoe: Participant
) -> None:
    desk.post(f"/o/{edition.slug}/people/{zoe.id}/approve")
    desk.post(f"/o/{edition.slug}/people/{zoe.id}/withdraw")

    page = desk.words(f"/o/{edition.slug}/journal")

    assert (
        "10:00 Maïwenn Organise withdrew the registration of Zoé Lefèvre (Maison Zoé) ."
        " 10:00 Maïwenn Organise approved Zoé Lefèvre (Maison Zoé) ." in page
    )
    assert {row.actor.partition(":")[0] for row in session.query(DomainEvent)} == {"account"}


def test_what_people_do_themselves_is_told_of_them(
    desk: Desk, session: Session, edition: Edition, zoe: Participant
) -> None:
    happened(
        session, events.ParticipantWithdrew(edition.id, zoe.id, takes_effect=True), f"participant:{zoe.id}"
    )
    happened(session, events.RegistrationApproved(edition.id, zoe.id))

    page = desk.words(f"/o/{edition.slug}/journal")

    assert "Zoé Lefèvre (Maison Zoé) was approved." in page
    assert "Zoé Lefèvre (Maison Zoé) withdrew." in page


def test_who_was_erased_is_somebody(desk: Desk, session: Session, edition: Edition) -> None:
    happened(session, events.WishesDeclared(edition.id, uuid.uuid4()), f"participant:{uuid.uuid4()}")
    happened(session, events.VenueLaidOut(edition.id), f"account:{uuid.uuid4()}")

    page = desk.words(f"/o/{edition.slug}/journal")

    assert "Somebody changed a wish." in page
    assert "The venue was laid out anew." in page
    assert '"Somebody' not in page


def test_each_sentence_can_be_said_of_anybody(
    desk: Desk, session: Session, edition: Edition, zoe: Participant
) -> None:
    claire = factories.organiser(session, edition.fair, name="Claire Morel")
    for kind in TELLINGS:
        for actor in ("", f"account:{claire.id}", f"participant:{zoe.id}"):
            row = DomainEvent(kind=kind, edition_id=edition.id, actor=actor, subject_id=zoe.id, at=NOW)
            row.payload = {
                "revision": 3,
                "reminder": "evening_before",
                "said": "100 % full <b>",
                "title": "Halle",
            }
            session.add(row)
    pages = [
        desk.get(f"/o/{edition.slug}/journal?group={group}").text
        for group in {telling.group for telling in TELLINGS.values()}
    ]
    assert all(
        "%(" not in page and "<b>" not in page.split("<main", 1)[1].split("100 %", 1)[-1][:9]
        for page in pages
    )
    told = "".join(pages)
    assert "A mail to" in told
    assert "100 % full &lt;b&gt;" in told


def test_an_event_of_a_newer_program_is_named(desk: Desk, session: Session, edition: Edition) -> None:
    session.add(DomainEvent(kind="Teleported100%", edition_id=edition.id, payload={}, at=NOW))

    assert "Teleported100%" in desk.words(f"/o/{edition.slug}/journal")


def test_filters_are_kept_and_nonsense_is_as_if_it_were_not_there(
    desk: Desk, session: Session, edition: Edition, zoe: Participant
) -> None:
    for _ in range(60):
        happened(session, events.WishesDeclared(edition.id, zoe.id))
    happened(session, events.VenueLaidOut(edition.id))
    here = f"/o/{edition.slug}/journal"

    assert "laid out" not in desk.words(f"{here}?group=wishes&search=zoe&since=2027-03-01&until=2027-03-01")
    assert "Nothing here answers to that." in desk.words(f"{here}?since=2027-03-02")
    assert "Nothing here answers to that." in desk.words(f"{here}?until=2027-02-28")
    assert "Only what concerns Zoé Lefèvre." in desk.words(f"{here}?person={zoe.id}&by=program")
    assert (
        f"group=wishes&amp;by=program&amp;person={zoe.id}"
        in desk.get(f"{here}?person={zoe.id}&group=wishes&by=program").text
    )
    for nonsense in ("group=x&by=y&since=z", "since=0001-01-01&until=9999-12-31", "person=me&by=account"):
        assert "The venue was laid out anew." in desk.words(f"{here}?{nonsense}")


@pytest.mark.abuse(24)
def test_the_journal_for_spreadsheets_holds_no_formula(
    desk: Desk, session: Session, edition: Edition
) -> None:
    sly = factories.participant(
        session, edition, name='=HYPERLINK("http://x.example")', organisation="Été; SA"
    )
    happened(session, events.WishesDeclared(edition.id, sly.id), f"participant:{sly.id}")
    happened(session, events.VenueLaidOut(edition.id))

    answer = desk.get(f"/o/{edition.slug}/journal.csv?search={sly.email}")

    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=journal-{edition.slug}.csv"
    assert answer.data.startswith(b"\xef\xbb\xbfWhen (Europe/Paris);")
    head, row = csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    assert dict(zip(head, row, strict=True)) == {
        "When (Europe/Paris)": "2027-03-01 10:00:00",
        "When (UTC)": "2027-03-01 09:00:00",
        "What happened": '\'=HYPERLINK("http://x.example") (Été; SA) changed a wish.',
        "Who": '\'=HYPERLINK("http://x.example") (Été; SA)',
        "Whom it is about": '\'=HYPERLINK("http://x.example")',
        "Address": sly.email,
        "What it concerns": "Profiles and wishes",
        "Name for programs": "WishesDeclared",
        "Number": row[-1],
    }


def test_the_journal_for_programs_is_whole(
    desk: Desk, session: Session, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairs.organisers.journal.AT_A_TIME", 2)
    for revision in range(1, 6):
        happened(session, events.SchedulePublished(edition.id, edition.id, revision))

    answer = desk.get(f"/o/{edition.slug}/journal.jsonl?lang=fr")

    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["payload"]["revision"] for line in lines] == [5, 4, 3, 2, 1]
    assert lines[0] == {
        "seq": lines[0]["seq"],
        "id": lines[0]["id"],
        "at": "2027-03-01T09:00:00+00:00",
        "kind": "SchedulePublished",
        "actor": "",
        "sentence": "Revision 5 of the grid was published.",
        "payload": {"schedule_id": str(edition.id), "revision": 5},
    }


def test_strangers_take_nothing_away(visitor: Desk, edition: Edition) -> None:
    assert visitor.get(f"/o/{edition.slug}/journal.csv").location == "/in"


def test_names_lead_to_what_is_known_of_them(
    desk: Desk, session: Session, edition: Edition, zoe: Participant
) -> None:
    happened(session, events.WishesDeclared(edition.id, zoe.id))
    answer = desk.get(f"/o/{edition.slug}/journal")

    assert (
        f'<a href="/o/{edition.slug}/journal?person={zoe.id}"><bdi>Zoé Lefèvre (Maison Zoé)</bdi></a>'
        in answer.text
    )
    assert "Only what concerns Zoé Lefèvre" not in words(answer)


def test_what_happened_many_times_in_a_row_is_one_line_that_unfolds(
    desk: Desk, session: Session, edition: Edition
) -> None:
    people = [factories.participant(session, edition, organisation=f"Maison {n}") for n in range(5)]
    for person in people:
        happened(session, events.LetterAddressed(edition.id, person.id, edition.id))
    for person in people[:4]:
        happened(session, events.ReminderFellDue(edition.id, person.id, "evening_before"))
    for person in people[:3]:  # too few
        happened(session, events.AgendaPublished(edition.id, person.id, edition.id, None))
    here = f"/o/{edition.slug}/journal"

    page = desk.words(here)

    assert "10:00 5 letters were addressed. 10:00 A letter of the organisers goes to" in page
    assert "The time came to remind 4 people (the evening before). 10:00 The time came" in page
    assert "agendas are new" not in page
    assert desk.get(here).text.count("<details>") == 2
    one_by_one = desk.words(f"{here}?each=1")
    assert "5 letters were addressed." not in one_by_one
    assert "Tell together what is alike" in one_by_one


def test_which_webhook_which_work_and_which_settings_are_told(
    desk: Desk, session: Session, edition: Edition
) -> None:
    hook = Webhook(
        edition_id=edition.id, address="https://crm.example/in?key=1", kinds=[], secret="x", created_at=NOW
    )
    session.add(hook)
    session.flush()
    happened(session, events.WebhookTestAsked(edition.id, hook.id))
    happened(session, events.JobCancelled(edition.id, edition.id, "letter"))
    happened(session, events.EditionChanged(edition.id, "capacity wishes_close_at"))
    here = f"/o/{edition.slug}/journal"

    page = desk.words(here)

    for sentence in (
        "The webhook crm.example was tested.",
        "Work was cancelled: a letter to participants.",
        "The settings of the edition changed: places, closing of wishes.",
    ):
        assert sentence in page
    assert "key=1" not in page
    assert "The webhook crm.example was tested." in desk.words(f"{here}?search=crm.example")
    assert "cancelled" not in desk.words(f"{here}?search=crm.example")
