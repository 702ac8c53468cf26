"""Pages of the journal end between two series; each is found whole from either side."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fairs import events
from fairs.outbox import ACTOR, VISITOR, record
from fairs.queries import journal, series
from fairs.queries.journal import Wanted
from fairs.queries.paging import PER_PAGE
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    import pytest
    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.queries.stretches import Place, Stretch

FOLDED = ("AgendaPublished", "ReminderFellDue")


def published(session: Session, edition: Edition, times: int, minute: int, actor: str = "") -> None:
    person = factories.participant(session, edition)
    session.info[ACTOR] = actor
    for _ in range(times):
        happened = events.AgendaPublished(edition.id, person.id, edition.id, None)
        record(session, happened, NOW + timedelta(minutes=minute))
    session.info[ACTOR] = ""
    session.flush()


def laid_out(session: Session, edition: Edition, minute: int) -> None:
    record(session, events.VenueLaidOut(edition.id), NOW + timedelta(minutes=minute))
    session.flush()


def read(session: Session, edition: Edition, place: Place | None = None) -> Stretch[series.Series]:
    return series.of_edition(session, edition, Wanted(), FOLDED, place)


def test_what_belongs_together_is_one_and_all_else_stands_for_itself(session: Session) -> None:
    edition = factories.edition(session)
    published(session, edition, 5, 0)
    published(session, edition, 4, 11)  # too late to belong to them
    published(session, edition, 4, 11, VISITOR)  # by another hand
    published(session, edition, 3, 30)  # too few
    for minute in range(31, 36):
        laid_out(session, edition, minute)  # of no kind that is folded
    for reminder in ("evening_before", "two_days_before"):
        for person in [factories.participant(session, edition) for _ in range(4)]:
            record(session, events.ReminderFellDue(edition.id, person.id, reminder), NOW + timedelta(hours=1))
    session.flush()

    found = read(session, edition)

    assert [row.count for row in found.rows] == [4, 4, 1, 1, 1, 1, 1, 1, 1, 1, 4, 4, 5]
    assert (found.newer, found.older) == (False, False)
    assert [len(row.rows) for row in found.rows if row.folded] == [4, 4, 4, 4, 5]


def test_pages_are_read_both_ways_and_no_series_is_torn(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series, "AT_A_TIME", 7)
    monkeypatch.setattr(series, "PER_PAGE", 10)
    edition = factories.edition(session)
    for hour in range(12):
        published(session, edition, 3 + hour % 4, 60 * hour)
        laid_out(session, edition, 60 * hour + 1)

    down = [read(session, edition)]
    while down[-1].older:
        last = journal.place(session, edition, down[-1].rows[-1].last_seq, newer=False)
        down.append(read(session, edition, last))
    up = [down[-1]]
    while up[-1].newer:
        first = journal.place(session, edition, up[-1].rows[0].head.event.seq, newer=True)
        up.append(read(session, edition, first))

    lines = [(row.count, row.last_seq) for page in down for row in page.rows]
    assert sum(count for count, _ in lines) == 12 + sum(3 + hour % 4 for hour in range(12))
    assert [count for count, _ in lines if count > 1] == [6, 5, 4] * 3
    assert len(down) > 2
    assert {(row.count, row.last_seq) for page in up for row in page.rows} == set(lines)
    assert up[-1].rows == down[0].rows


def test_a_series_without_end_fills_a_page_and_goes_on(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series, "AT_A_TIME", 20)
    monkeypatch.setattr(series, "LOOKED_AT", 40)
    edition = factories.edition(session)
    published(session, edition, 70, 0)

    first = read(session, edition)
    rest = read(session, edition, journal.place(session, edition, first.rows[-1].last_seq, newer=False))

    assert [(row.count, len(row.rows)) for row in first.rows] == [(40, 40)]
    assert [row.count for row in rest.rows] == [30]
    assert (first.older, rest.older) == (True, False)


def test_what_is_unfolded_has_its_bounds(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(series, "UNFOLDED", 6)
    monkeypatch.setattr(series, "FILLED", 8)
    edition = factories.edition(session)
    for hour in range(3):
        published(session, edition, 9, 60 * hour)

    assert [(row.count, len(row.rows)) for row in read(session, edition).rows] == [(9, 6), (9, 2), (9, 1)]
    assert PER_PAGE == 50
