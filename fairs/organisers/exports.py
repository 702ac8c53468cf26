"""An event of the journal as a line of a file to take away."""

from __future__ import annotations

import csv
import json
from datetime import UTC
from io import StringIO
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from fairs.agenda.characters import never_a_formula
from fairs.organisers.chronicle import GROUPS, TELLINGS, doer, sentence

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from fairs.queries.journal import Happening

BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8


def csv_head(zone: ZoneInfo) -> str:
    """The names of the columns."""
    return BYTE_ORDER_MARK + _line(
        [
            _("When (%(zone)s)", zone=zone.key),
            _("When (%(zone)s)", zone="UTC"),
            _("What happened"),
            _("Who"),
            _("Whom it is about"),
            _("Address"),
            _("What it concerns"),
            _("Name for programs"),
            _("Number"),
        ]
    )


def csv_line(row: Happening, zone: ZoneInfo) -> str:
    """An event in a sheet with semicolons, at the time of the place; no cell is a formula."""
    event, person = row.event, row.person
    return _line(
        [
            f"{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
            f"{event.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
            sentence(row),
            doer(row),
            person.name if person else "",
            person.email if person else "",
            str(GROUPS[TELLINGS[event.kind].group]) if event.kind in TELLINGS else "",
            event.kind,
            str(event.seq),
        ]
    )


def json_line(row: Happening) -> str:
    """An event as it was recorded, with its sentence."""
    event = row.event
    told = {
        "seq": event.seq,
        "id": str(event.id),
        "at": event.at.isoformat(),
        "kind": event.kind,
        "actor": event.actor,
        "sentence": sentence(row),
        "payload": event.payload,
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def _line(cells: list[str]) -> str:
    written = StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(map(never_a_formula, cells))
    return written.getvalue()
