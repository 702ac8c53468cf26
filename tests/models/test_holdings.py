"""The register of what is held about people: about each column something was decided."""

from __future__ import annotations

import pytest
from sqlalchemy import JSON, LargeBinary, String, Text

from fairs import events
from fairs.models import Base
from fairs.models.impersonal import (
    NAMED_IN_PASSING,
    OF_THE_PROGRAM,
    PLAIN_IN_EVENTS,
    WORDS_IN_EVENTS,
    WORDS_OF_ORGANISERS,
)
from fairs.models.traces import HOLDINGS

HELD = {holding.table.__tablename__: holding for holding in HOLDINGS}
WORDS = (Text, String, JSON, LargeBinary)


def elsewhere(table: str) -> list[str]:
    lists = (NAMED_IN_PASSING, WORDS_OF_ORGANISERS, OF_THE_PROGRAM)
    return [column for one in lists for column in one.get(table, ())]


@pytest.mark.abuse(42)
def test_abuse_42_about_each_column_of_a_table_that_speaks_of_people_something_was_decided() -> None:
    decided = {
        name: sorted([*holding.tells, *holding.plain, *holding.withheld]) for name, holding in HELD.items()
    }
    there = {name: sorted(Base.metadata.tables[name].columns.keys()) for name in HELD}
    assert decided == there


@pytest.mark.abuse(42)
def test_abuse_42_about_each_other_column_that_can_hold_words_something_was_decided() -> None:
    wordy = {
        table.name: sorted(column.name for column in table.columns if isinstance(column.type, WORDS))
        for table in Base.metadata.sorted_tables
        if table.name not in HELD
    }
    assert {name: sorted(elsewhere(name)) for name in wordy} == wordy


def test_each_word_in_an_event_is_known() -> None:
    wordy = {
        kind: sorted(name for name, sort in event.__annotations__.items() if "str" in sort)
        for kind, event in events.catalogue().items()
    }
    known = {kind: sorted([*WORDS_IN_EVENTS.get(kind, ()), *PLAIN_IN_EVENTS.get(kind, ())]) for kind in wordy}
    assert known == wordy


def test_what_is_blanked_is_there() -> None:
    assert all(set(holding.blank) <= {*holding.tells, *holding.withheld} for holding in HOLDINGS)
