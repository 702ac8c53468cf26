from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import long_jobs, packs
from fairs.domain.publishing import publish
from fairs.models import Job, Piece
from tests.factories import NOW
from tests.organisers.conftest import draft, words

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from tests.organisers.conftest import Desk, Room


@pytest.fixture
def room(session: Session, room: Room) -> Room:
    """Its grid is out."""
    publish(session, draft(session, room, (0, 1, 0, 0), (0, 2, 1, 0)), NOW)
    return room


def asked(session: Session) -> Job:
    return session.scalars(select(Job)).one()


def test_a_pack_is_asked_for_followed_and_taken_home(desk: Desk, session: Session, room: Room) -> None:
    here = f"/o/{room.edition.slug}/papers"
    assert "Revision 1 is out: 3 people have an agenda." in desk.words(here)

    for _ in range(2):
        assert desk.post(here, form="pdf").location == here
    job = asked(session)
    assert (job.state, job.options) == ("asked", {"form": "pdf", "revision": 1})

    long_jobs.begin(session, job.id)
    long_jobs.advance(session, job.id, 0.5, "draw 20 40")
    page = desk.get(here)
    assert "One PDF of all agendas is being made 20 of 40 agendas are drawn. Cancel" in words(page)
    assert 'value="0.5"' in page.text

    packs.finish(session, job, b"%PDF", NOW)
    page = desk.get(here)
    assert "Take the file of revision 1, made on Monday 1 March 2027, 10:00" in words(page)
    file = desk.get(f"{here}/{job.id}")
    assert (file.data, file.mimetype) == (b"%PDF", "application/pdf")
    assert file.headers["Content-Disposition"].endswith(f"filename={room.edition.slug}-agendas-1.pdf")
    assert file.headers["Cache-Control"] == "private, no-store"


def test_a_pack_is_cancelled_by_a_button(desk: Desk, session: Session, room: Room) -> None:
    here = f"/o/{room.edition.slug}"
    desk.post(f"{here}/papers", form="zip")
    job = asked(session)

    assert desk.post(f"{here}/jobs/{job.id}/cancel").location == f"{here}/papers"
    assert "It is cancelled." in desk.words(f"{here}/papers")
    assert asked(session).state == "cancelled"
    desk.post(f"{here}/jobs/{job.id}/cancel")
    assert "It had ended already" in desk.words(f"{here}/papers")


def test_why_a_pack_could_not_be_made_is_told(desk: Desk, session: Session, room: Room) -> None:
    here = f"/o/{room.edition.slug}/papers"
    desk.post(here, form="pdf")
    long_jobs.fail(asked(session), "No PDF can be made here.", NOW)

    assert "It could not be made. No PDF can be made here. Make it" in desk.words(here)


def test_a_pack_of_an_older_revision_says_so(desk: Desk, session: Session, room: Room) -> None:
    here = f"/o/{room.edition.slug}/papers"
    desk.post(here, form="pdf")
    packs.finish(session, asked(session), b"%PDF", NOW)
    publish(session, draft(session, room, (0, 1, 0, 0)), NOW)

    assert "A newer revision is out since." in desk.words(here)


@pytest.mark.abuse(5)
def test_another_organiser_and_whoever_guesses_find_no_pack(
    app: Flask, desk: Desk, other_desk: Desk, session: Session, room: Room
) -> None:
    here = f"/o/{room.edition.slug}/papers"
    desk.post(here, form="pdf")
    job = asked(session)
    packs.finish(session, job, b"%PDF", NOW)

    for address in (f"{here}/{job.id}", f"/o/{room.edition.slug}/jobs/{job.id}"):
        assert desk.get(address).status_code == 200
        assert other_desk.get(address).status_code == 404
        session.commit()
        assert app.test_client().get(address).location == "/in"
    assert other_desk.post(f"/o/{room.edition.slug}/jobs/{job.id}/cancel").status_code == 404
    for guess in (uuid.uuid4(), "whole", session.scalars(select(Piece.id)).one()):
        assert desk.get(f"{here}/{guess}").status_code == 404


def test_before_a_grid_is_out_the_page_says_so(desk: Desk, session: Session, edition: Edition) -> None:
    here = f"/o/{edition.slug}/papers"

    assert "Agendas are printed from the published grid. There is none yet." in desk.words(here)
    assert desk.post(here, form="pdf").status_code == 409
    assert session.scalars(select(Job)).all() == []


def test_the_agendas_of_many_are_not_drawn_while_somebody_waits(
    desk: Desk, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairs.organisers.papers.FEW", 2)
    here = f"/o/{room.edition.slug}"

    assert desk.get(f"{here}/agendas.pdf").location == f"{here}/papers"
    assert "It is drawn while you wait" not in desk.words(f"{here}/papers")
