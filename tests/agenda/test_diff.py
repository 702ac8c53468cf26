"""What differs between two revisions of an agenda."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fairs.agenda.diff import Changes, compare
from tests.agenda.samples import agenda, cancelled, entry, occasion


def test_at_first_everything_is_new() -> None:
    assert compare(None, agenda(2)) == Changes(new=agenda(2).entries)


def test_each_meeting_is_new_moved_cancelled_or_as_it_was() -> None:
    old = agenda((entry(0), entry(1), entry(2)))
    moved = entry(1, sequence=1, table="Table 9")
    new = agenda((entry(0), moved, cancelled(entry(2)), entry(3)))
    assert compare(old, new) == Changes(
        new=(entry(3),),
        moved=(moved,),
        before=(entry(1),),
        cancelled=(cancelled(entry(2)),),
        unchanged=(entry(0),),
    )


@pytest.mark.pains(11, 27)
def test_a_meeting_that_left_without_a_tombstone_gets_one_with_a_higher_sequence() -> None:
    later = datetime(2027, 3, 15, 9, tzinfo=UTC)
    new = agenda((entry(0),), occasion=occasion(published_at=later, revision=4))
    (gone,) = compare(agenda((entry(0), entry(1, sequence=2))), new).cancelled
    assert gone == entry(1, sequence=3, cancelled=True, changed_at=later)


def test_old_tombstones_are_no_news() -> None:
    both = agenda((entry(0), cancelled(entry(1))))
    assert compare(both, both) == Changes(unchanged=(entry(0),))
    assert not compare(both, both)
    assert not compare(None, agenda((cancelled(entry(1)),)))


def test_a_meeting_that_is_held_after_all_is_new() -> None:
    again = entry(1, sequence=2)
    assert compare(agenda((cancelled(entry(1)),)), agenda((again,))) == Changes(new=(again,))
