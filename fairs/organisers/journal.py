"""Who did what when: the journal of an edition, to read, to filter and to take away."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from fairs.models import Edition
from fairs.organisers import asked, exports
from fairs.organisers.bench import bench, organisers
from fairs.organisers.chronicle import GROUPS, TELLINGS, doer, linked
from fairs.organisers.folding import TOGETHER, together
from fairs.queries import journal as happenings
from fairs.queries import persons, series
from fairs.queries.ids import written_id
from fairs.queries.journal import Wanted
from fairs.queries.stretches import Place
from fairs.web import here, language, policy
from fairs.web.person import current_edition
from fairs.web.pieces import in_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Response
    from flask_babel.speaklater import LazyString

    from fairs.models import Participant
    from fairs.queries.journal import Happening, Side
    from fairs.queries.series import Series

SIDES: dict[Side, LazyString] = {"participants": _l("participants"), "program": _l("the program")}
AT_A_TIME = 1_000  # events, where all are taken away
FILTERS = ("group", "by", "search", "person", "since", "until", "each")


@organisers.get("/<slug>/journal")
@policy.organiser
def journal() -> str:
    """A stretch of the journal, the newest first."""
    session, edition = here.session(), current_edition()
    place = asked.place(happenings.place, asked.a_number, session, edition)
    folded = () if request.args.get("each") else tuple(TOGETHER)
    shown = series.of_edition(session, edition, _wanted(), folded, place)
    return bench(
        "organisers/journal.html",
        shown=shown,
        days=_days(shown.rows),
        sentence=lambda row: linked(row, _records_of),
        doer=doer,
        together=together,
        groups=GROUPS,
        sides=SIDES,
        organisers=persons.organisers(session, edition),
        person=persons.by_id(session, [asked.person()]).get(asked.person()),
        filters=_filters(),
    )


@organisers.get("/<slug>/journal.csv")
@policy.organiser
def journal_csv() -> Response:
    """What is filtered, as a sheet for spreadsheets."""
    zone = ZoneInfo(current_edition().timezone)
    return _file(
        exports.csv_head(zone), lambda row: exports.csv_line(row, zone), "text/csv; charset=utf-8", "csv"
    )


@organisers.get("/<slug>/journal.jsonl")
@policy.organiser
def journal_jsonl() -> Response:
    """What is filtered, for programs: a line of JSON an event, in English whoever asks."""
    return _file("", exports.json_line, "application/jsonl", "jsonl", "en")


def _file(
    head: str, line: Callable[[Happening], str], content_type: str, ending: str, spoken: str = ""
) -> Response:
    edition, wanted = current_edition(), _wanted()
    edition_id, spoken = edition.id, spoken or language.current()

    def read(place: Place | None) -> tuple[str, Place | None]:
        with force_locale(spoken):
            of = here.session().get_one(Edition, edition_id)
            found = happenings.of_edition(here.session(), of, wanted, place, AT_A_TIME)
            piece = "".join(line(row) for row in found.rows)
        return piece, Place(found.rows[-1].keys) if found.older else None

    answer = in_pieces(head, read, content_type)
    answer.headers["Content-Disposition"] = f"attachment; filename=journal-{edition.slug}.{ending}"
    return answer


def _wanted() -> Wanted:
    group, by = asked.one_of(GROUPS, "group"), request.args.get("by", "")
    since, until = _day("since"), _day("until")
    return Wanted(
        kinds=tuple(kind for kind, telling in TELLINGS.items() if telling.group == group),
        people=asked.people(),
        webhooks=asked.webhooks(),
        side=asked.one_of(SIDES, "by"),
        account=written_id(by),
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until and until < date.max else None,
    )


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    """When a day begins at the place; the first and the last days of all time have no neighbours."""
    try:
        return datetime.combine(day, time(), ZoneInfo(current_edition().timezone)).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, time(), UTC)


def _days(rows: Iterable[Series]) -> list[tuple[datetime, list[Series]]]:
    """What happened on each day of the place, with an instant of that day."""
    zone = ZoneInfo(current_edition().timezone)
    by_day = groupby(rows, lambda row: row.head.event.at.astimezone(zone).date())
    told = [list(of_day) for _, of_day in by_day]
    return [(of_day[0].head.event.at, of_day) for of_day in told]


def _records_of(person: Participant) -> str:
    return url_for("organisers.journal", slug=current_edition().slug, person=person.id)


def _filters() -> dict[str, Any]:
    return {name: request.args.get(name) or None for name in FILTERS}
