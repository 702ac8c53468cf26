from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fairs.domain import wishes
from fairs.errors import NotFound, Refused
from fairs.queries import wishes as wished
from fairs.sheets.values import Interval
from tests import factories
from tests.factories import FAIR_DAY, NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def test_a_wish_is_declared_changed_and_taken_back(session: Session) -> None:
    edition = factories.edition(session)
    zoe, ali = factories.participant(session, edition), factories.participant(session, edition)
    wishes.declare(session, zoe, ali, "would", " Palettes ? ", NOW)
    wishes.declare(session, zoe, ali, "must", "Palettes !", NOW)
    assert [(wish.wished_id, wish.level, wish.message) for wish in wished.of(session, zoe)] == [
        (ali.id, "must", "Palettes !")
    ]
    wishes.declare(session, zoe, ali, None, "", NOW)
    assert wished.of(session, zoe) == []


def test_nobody_wishes_to_meet_themselves_another_edition_or_somebody_who_left(session: Session) -> None:
    edition = factories.edition(session)
    zoe = factories.participant(session, edition)
    gone = factories.participant(session, edition, state="withdrawn")
    elsewhere = factories.participant(session, factories.edition(session))
    for other in (zoe, gone, elsewhere):
        with pytest.raises(NotFound):
            wishes.declare(session, zoe, other, "must", "", NOW)


def test_wishes_close(session: Session) -> None:
    edition = factories.edition(session, wishes_close_at=NOW)
    zoe, ali = factories.participant(session, edition), factories.participant(session, edition)
    wishes.declare(session, zoe, ali, "must", "", NOW - timedelta(seconds=1))
    with pytest.raises(Refused, match="Wishes are closed"):
        wishes.declare(session, zoe, ali, None, "", NOW)
    assert len(wished.of(session, zoe)) == 1


def test_wishes_wait_for_approval(session: Session) -> None:
    edition = factories.edition(session)
    waiting = factories.participant(session, edition, state="confirmed")
    with pytest.raises(Refused, match="approved"):
        wishes.declare(session, waiting, factories.participant(session, edition), "must", "", NOW)


def test_absences_are_said_anew_each_time(session: Session) -> None:
    zoe = factories.participant(session, factories.edition(session))
    first = Interval(FAIR_DAY.replace(hour=8), FAIR_DAY.replace(hour=9))
    second = Interval(FAIR_DAY.replace(hour=13), FAIR_DAY.replace(hour=14))
    wishes.say_absences(session, zoe, [second, first], NOW)
    session.flush()
    assert [absence.starts_at for absence in zoe.absences] == [first.start_at, second.start_at]
    wishes.say_absences(session, zoe, [second], NOW)
    session.flush()
    assert [(absence.starts_at, absence.ends_at) for absence in zoe.absences] == [
        (second.start_at, second.end_at)
    ]


def test_demand_counts_both_sides(session: Session) -> None:
    edition = factories.edition(session)
    zoe, ali, mia = (factories.participant(session, edition, organisation=name) for name in ("Z", "A", "M"))
    factories.mutual(session, zoe, ali)
    factories.interest(session, mia, ali, "open")
    factories.interest(session, mia, zoe, "never")
    rows = [(row.participant, row.wishes, row.wished, row.mutual) for row in wished.demand(session, edition)]
    assert rows == [(ali, 1, 2, 1), (zoe, 1, 1, 1), (mia, 1, 0, 0)]
