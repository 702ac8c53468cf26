"""What docs/webhooks.md promises to programs of others is what they are sent."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from fairs import events
from fairs.domain.webhooks import KINDS, TEST
from fairs.jobs.runner import DELAYS

TEXT = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z.]+)` \|[^|]+\|([^|]*)\|$", re.MULTILINE)


def test_the_table_names_each_kind_with_its_fields() -> None:
    told = [(name, tuple(re.findall(r"`(\w+)`", named))) for name, named in ROW.findall(TEXT)]
    assert told == [(kind.name, kind.fields) for kind in (*KINDS.values(), TEST)]


def test_each_kind_is_in_the_catalogue_and_has_the_fields_it_tells() -> None:
    catalogue = events.catalogue()
    for name, kind in KINDS.items():
        assert set(kind.fields) <= {field.name for field in fields(catalogue[name])}


def test_no_field_holds_words_of_people() -> None:
    """Ids, figures, yes, maybe and no: what is told may be kept anywhere."""
    told = {field for kind in KINDS.values() for field in kind.fields}
    assert {field for field in told if not field.endswith("_id")} == {
        "by_date",
        "by_rule",
        "guests",
        "revision",
        "says",
    }


def test_the_delays_are_those_of_the_relay() -> None:
    assert [delay.total_seconds() for delay in DELAYS] == [10, 60, 300, 1800, 7200, 21600, 43200]
    assert "10 seconds, 1, 5 and 30 minutes, 2, 6 and 12 hours" in TEXT
