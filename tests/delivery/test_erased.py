"""Somebody is erased: those they were to meet are told that a meeting is off, and not why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.domain import erasing
from fairs.models import Mail, Participant
from fairs.queries import schedules
from tests.delivery.conftest import parsed, words

if TYPE_CHECKING:
    from tests.delivery.conftest import Town


@pytest.mark.abuse(42)
def test_partners_are_told_that_a_meeting_is_off_and_not_why(town: Town) -> None:
    town.publish(("Zoé", "Ali", 0), ("Ali", "Mia", 1))
    town.run_all()
    with town.sessions.begin() as session:
        before = {mail.id for mail in session.scalars(select(Mail))}
        erasing.erase(session, town.person_in(session, "Zoé"), town.time())
    town.run_all()
    with town.sessions() as session:
        mails = [mail for mail in session.scalars(select(Mail)) if mail.id not in before]
        told = {mail.recipient: words(parsed(mail.raw or b"")) for mail in mails}
        published = schedules.published(session, town.edition_in(session))
        assert published is not None
        held = [meeting for meeting in published.meetings if not meeting.cancelled]
        names = [{one.participant.name for one in meeting.attendances} for meeting in held]
        states = dict(session.execute(select(Participant.name, Participant.state)).all())
    assert "ali@org.example" in told
    assert "Une personne qui est partie" in told["ali@org.example"]
    assert "Zoé" not in "".join(told.values())
    assert "zoe@org.example" not in told, "nobody is there to read it"
    assert all("—" not in people for people in names)
    assert states["—"] == "erased"
