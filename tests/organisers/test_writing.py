from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs import events
from fairs.domain import long_jobs
from fairs.models import Delivery, DomainEvent, Job, Mail
from fairs.outbox import record
from tests import factories
from tests.factories import NOW
from tests.organisers.conftest import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from fairs.models.job import JobKind
    from tests.organisers.conftest import Desk, Room

HIDDEN = re.compile(r'<input[^>]*name="(expected|key)"[^>]*value="([^"]*)"')


def write(desk: Desk, room: Room, audience: str = "approved", **typed: str) -> TestResponse:
    letter = {"audience": audience, "subject": "Parking", "text": "It is closed.\n\nCome by bicycle."} | typed
    return desk.post(f"/o/{room.edition.slug}/letter", **letter)


def send(desk: Desk, room: Room, shown: TestResponse) -> TestResponse:
    """Press the button of what is shown."""
    hidden = dict(HIDDEN.findall(shown.text))
    letter = {"audience": "approved", "subject": "Parking", "text": "It is closed.\n\nCome by bicycle."}
    return desk.post(f"/o/{room.edition.slug}/letter/send", **letter, **hidden)


def test_a_letter_is_shown_with_its_effect_before_it_leaves(desk: Desk, session: Session, room: Room) -> None:
    here = f"/o/{room.edition.slug}/letter"
    assert "Everyone who takes part (3)" in desk.words(here)

    shown = write(desk, room)
    page = words(shown)
    assert "people get a mail, one each 3 To: Everyone who takes part" in page
    for part in (  # the whole mail, in the language of its first reader
        "Parking Bonjour Zoé, It is closed. Come by bicycle.",
        "Vous pouvez répondre à ce message",
        "/p/…",
        "/u/…",
        "Halle aux Grains",
    ):
        assert part in page
    assert session.scalars(select(Job)).all() == []

    for _ in range(2):
        assert send(desk, room, shown).location == here
    job = session.scalars(select(Job)).one()
    assert job.options == {
        "audience": "approved",
        "subject": "Parking",
        "text": "It is closed.\n\nCome by bicycle.",
    }
    assert session.scalars(select(DomainEvent.kind)).all() == ["LetterAsked"]
    page = desk.words(here)
    assert "3 people are being written to." in page
    assert "“Parking” is being sent The letters are being addressed. Cancel Cancelling stops" in page

    desk.post(f"/o/{room.edition.slug}/jobs/{job.id}/cancel")
    assert "Earlier letters Parking Everyone who takes part" in desk.words(here)
    assert "Cancelled." in desk.words(here)
    assert "Read it again It is closed. Come by bicycle." in desk.words(here)


def test_who_is_meant_is_counted_and_whoever_wants_no_mails_is_left_out(
    desk: Desk, session: Session, room: Room
) -> None:
    factories.participant(session, room.edition)  # has wished nothing
    factories.participant(session, room.edition, state="confirmed")
    factories.participant(session, room.edition, reminders_stopped_at=NOW)

    page = desk.words(f"/o/{room.edition.slug}/letter?to=without_wishes")

    assert "Everyone who takes part (4)" in page
    assert "Those who take part and have wished nothing yet (1)" in page
    assert "Those who wait for approval (1)" in page
    assert "1 person asked for no mails that can be done without" in page


def test_a_letter_whose_effect_has_changed_is_looked_at_again(
    desk: Desk, session: Session, room: Room
) -> None:
    shown = write(desk, room)
    factories.participant(session, room.edition)

    answer = send(desk, room, shown)

    assert answer.status_code == 422
    assert "Nothing was sent: look at it again." in words(answer)
    assert "Come by bicycle." in words(answer)
    assert session.scalars(select(Job)).all() == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"subject": ""}, "subject"), ({"text": ""}, "text"), ({"audience": "all"}, "audience")],
)
def test_what_is_missing_is_told_at_its_field(
    desk: Desk, room: Room, typed: dict[str, str], field: str
) -> None:
    answer = write(desk, room, **typed)

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text


def test_a_letter_to_nobody_is_refused_where_it_is_chosen(desk: Desk, room: Room) -> None:
    answer = write(desk, room, "waiting")

    assert answer.status_code == 422
    assert "Nobody would get this letter: choose to whom you write." in words(answer)


def test_one_may_go_on_writing(desk: Desk, room: Room) -> None:
    answer = write(desk, room, change="1", text="")

    assert answer.status_code == 200
    assert 'value="Parking"' in answer.text
    assert "fault" not in words(answer)


@pytest.mark.abuse(4)
def test_nobody_writes_to_the_people_of_another_fair(
    desk: Desk, other_desk: Desk, session: Session, room: Room
) -> None:
    shown = write(desk, room)

    assert send(other_desk, room, shown).status_code == 404
    assert write(other_desk, room).status_code == 404
    assert session.scalars(select(Job)).all() == []


def test_a_sheet_without_its_number_sends_nothing(desk: Desk, session: Session, room: Room) -> None:
    letter = {"audience": "approved", "subject": "Parking", "text": "It is closed."}
    for key in ("", "17"):
        answer = desk.post(f"/o/{room.edition.slug}/letter/send", **letter, expected="3", key=key)
        assert answer.status_code == 422
    answer = desk.post(f"/o/{room.edition.slug}/letter/send", **letter, key=str(uuid.uuid4()))
    assert answer.status_code == 422
    assert session.scalars(select(Job)).all() == []


@pytest.mark.abuse(22)
def test_what_was_written_is_text_on_the_page(desk: Desk, session: Session, room: Room) -> None:
    evil = '"><script>alert(1)</script>{{7*7}}%(x)s'
    shown = write(desk, room, subject=evil, text=evil)
    assert "<script>alert" not in shown.text
    job = Job(
        edition_id=room.edition.id,
        kind="letter",
        options={"audience": "approved", "subject": evil, "text": evil},
        asked_at=NOW,
        step="send 1 3",
    )
    session.add(job)
    session.flush()
    assert "<script>alert" not in desk.get(f"/o/{room.edition.slug}/letter").text
    long_jobs.cancel(session, job, NOW)
    assert "Cancelled." in desk.words(f"/o/{room.edition.slug}/letter")


def addressed(session: Session, room: Room, job: Job) -> list[Delivery]:
    """The mails of a letter, as they wait."""
    rows = [
        Delivery(
            event=record(session, events.LetterAddressed(room.edition.id, person.id, job.id), NOW),
            edition_id=room.edition.id,
            handler="mail.letter",
            queue="mail",
            not_before=NOW,
        )
        for person in room.people
    ]
    session.add_all(rows)
    session.flush()
    return rows


def a_letter(session: Session, room: Room) -> Job:
    options = {"audience": "approved", "subject": "Parking", "text": "It is closed."}
    job = Job(edition_id=room.edition.id, kind="letter", options=options, asked_at=NOW, state="running")
    job.step = "send 2 3"
    session.add(job)
    session.flush()
    return job


def sent(session: Session, row: Delivery) -> None:
    row.state, row.done_at = "done", NOW
    session.add(
        Mail(
            message_id=f"<{row.id}@fairs.example>",
            delivery_id=row.id,
            edition_id=row.edition_id,
            recipient="x@org.example",
            subject="Parking",
            sent_at=NOW,
        )
    )
    session.flush()


def test_what_became_of_each_mail_is_counted_and_refused_ones_are_not_done(
    desk: Desk, session: Session, room: Room
) -> None:
    job = a_letter(session, room)
    first, second, third = addressed(session, room, job)
    sent(session, first)
    second.state, third.attempts = "dead", 1
    here = f"/o/{room.edition.slug}"

    page = desk.words(f"{here}/letter")
    assert "“Parking” is out, but for mails that are tried again" in page
    assert "1 sent, 1 refused, 1 being tried again." in page
    told = desk.get(f"{here}/jobs/{job.id}").json
    assert told["step"] == "1 sent, 1 refused, 1 being tried again."

    mails = desk.words(f"{here}/messages?letter={job.id}")
    assert "Only the mails of the letter “Parking”." in mails
    assert mails.count("Mail: a letter of the organisers Parking") == 3
    assert "Nothing here answers to that." in desk.words(f"{here}/messages?letter={job.id}&state=doing")


def test_what_is_cancelled_is_told_so_at_once_and_not_as_done(
    desk: Desk, session: Session, room: Room
) -> None:
    job = a_letter(session, room)
    left, waits, in_hand = addressed(session, room, job)
    sent(session, left)
    waits.attempts, in_hand.state = 1, "doing"
    here = f"/o/{room.edition.slug}"

    desk.post(f"{here}/jobs/{job.id}/cancel")

    session.expire_all()
    assert [row.state for row in (left, waits, in_hand)] == ["done", "cancelled", "doing"]
    in_hand.state, in_hand.done_at = "done", NOW  # it found out that nobody waits for it
    page = desk.words(f"{here}/messages?letter={job.id}")
    assert (page.count("cancelled 1 Mar"), page.count("done 1 Mar")) == (2, 1)
    assert "1 sent, 2 cancelled." in desk.words(f"{here}/letter")
    session.add(Delivery(
        event=record(session, events.LetterAddressed(room.edition.id, room.people[0].id, uuid.uuid4()), NOW),
        edition_id=room.edition.id, handler="mail.letter", queue="mail", not_before=NOW,
    ))  # fmt: skip
    assert "waiting" not in desk.words(f"{here}/messages?letter={job.id}")


@pytest.mark.parametrize("kind", ["plan", "pack"])
def test_cancelled_work_is_not_told_as_done(desk: Desk, session: Session, room: Room, kind: JobKind) -> None:
    job = Job(edition_id=room.edition.id, kind=kind, asked_at=NOW, options={"form": "pdf", "revision": 1})
    session.add(job)
    session.flush()
    asked = {"plan": events.PlanAsked, "pack": events.PackAsked}[kind](room.edition.id, job.id)
    row = Delivery(
        event=record(session, asked, NOW),
        edition_id=room.edition.id,
        handler={"plan": "schedule.plan", "pack": "papers.pack"}[kind],
        queue="solve",
        state="doing",
        not_before=NOW,
    )
    session.add(row)
    desk.post(f"/o/{room.edition.slug}/jobs/{job.id}/cancel")
    row.state, row.done_at = "done", NOW

    page = desk.words(f"/o/{room.edition.slug}/messages")

    assert {"plan": "Make the grid – cancelled", "pack": "for printing – cancelled"}[kind] in page
