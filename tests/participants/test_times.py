"""Saying when one cannot come, slot by slot or a whole block."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from fairs.models import Absence
from tests import factories
from tests.factories import FAIR_DAY
from tests.visiting import me, words

if TYPE_CHECKING:
    from datetime import datetime

    from fairs.models import Edition, Participant
    from tests.visiting import Visitor

DAY = "2027-03-18T"


@pytest.fixture
def edition(visitor: Visitor) -> Edition:
    """A morning of four slots from 09:00 on, an afternoon of two from 14:00 on."""
    edition = factories.edition(visitor.session)
    factories.block(visitor.session, edition)
    factories.block(
        visitor.session,
        edition,
        name="Après-midi",
        starts_at=FAIR_DAY.replace(hour=13),
        ends_at=FAIR_DAY.replace(hour=13, minute=50),
    )
    return edition


@pytest.fixture
def zoe(visitor: Visitor, edition: Edition) -> Participant:
    person = factories.participant(visitor.session, edition)
    visitor.enter(person)
    return person


def absences(visitor: Visitor) -> list[tuple[str, str]]:
    visitor.session.commit()
    rows = visitor.session.scalars(select(Absence).order_by(Absence.starts_at))
    return [(f"{row.starts_at:%H:%M}", f"{row.ends_at:%H:%M}") for row in rows]


@pytest.mark.usefixtures("zoe")
def test_slots_are_ticked_and_neighbours_are_one_time(visitor: Visitor, edition: Edition) -> None:
    answer = visitor.post(
        me(edition, "/when"), slot=[f"{DAY}09:00", f"{DAY}09:25", f"{DAY}10:15", f"{DAY}14:00"]
    )
    assert (answer.status_code, answer.location) == (303, me(edition, "/when"))
    assert absences(visitor) == [("08:00", "08:45"), ("09:15", "09:35"), ("13:00", "13:20")]


@pytest.mark.usefixtures("zoe")
def test_what_was_ticked_is_shown_ticked(visitor: Visitor, edition: Edition) -> None:
    visitor.post(me(edition, "/when"), slot=[f"{DAY}09:25"])
    page = visitor.get(me(edition, "/when")).text
    ticked = [line for line in page.splitlines() if "checked" in line]
    assert len(ticked) == 1
    assert f'value="{DAY}09:25"' in ticked[0]


def test_a_whole_block_in_one_tick(visitor: Visitor, edition: Edition, zoe: Participant) -> None:
    page = visitor.get(me(edition, "/when")).text
    morning = page.split('name="block" value="')[1].split('"')[0]
    visitor.post(me(edition, "/when"), block=[morning])
    assert absences(visitor) == [("08:00", "09:35")]
    assert zoe.takes_part


@pytest.mark.usefixtures("zoe")
def test_nothing_ticked_means_all_day(visitor: Visitor, edition: Edition) -> None:
    visitor.post(me(edition, "/when"), slot=[f"{DAY}09:00"])
    visitor.post(me(edition, "/when"))
    assert absences(visitor) == []
    assert "When you can come all the time" in words(visitor.get(me(edition)))


def test_what_was_said_of_other_times_stays(visitor: Visitor, edition: Edition, zoe: Participant) -> None:
    factories.absence(visitor.session, zoe, _at(18), _at(19))
    visitor.post(me(edition, "/when"), slot=[f"{DAY}09:00"])
    assert absences(visitor) == [("08:00", "08:20"), ("18:00", "19:00")]


@pytest.mark.usefixtures("zoe")
def test_slots_that_do_not_exist_are_no_absence(visitor: Visitor, edition: Edition) -> None:
    visitor.post(me(edition, "/when"), slot=["1999-01-01T00:00", "x"], block=["y"])
    assert absences(visitor) == []


@pytest.mark.usefixtures("zoe")
def test_once_wishes_are_closed_it_is_refused_and_what_was_ticked_stays(
    visitor: Visitor, edition: Edition
) -> None:
    edition.wishes_closed_at = factories.NOW
    answer = visitor.post(me(edition, "/when"), slot=[f"{DAY}09:25"])
    assert answer.status_code == 422
    assert "Wishes are closed" in words(answer)
    assert [line for line in answer.text.splitlines() if "checked" in line and "09:25" in line]
    assert absences(visitor) == []


def test_before_the_venue_is_laid_out_it_says_so(visitor: Visitor) -> None:
    edition = factories.edition(visitor.session)
    visitor.enter(factories.participant(visitor.session, edition))
    assert "The times of the meetings are not laid out yet" in words(visitor.get(me(edition, "/when")))


def _at(hour: int) -> datetime:
    return FAIR_DAY + timedelta(hours=hour)
