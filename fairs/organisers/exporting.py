"""Everything of an edition to take home: in one file, or table by table."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import request, send_file
from flask_babel import lazy_gettext as _l

from fairs.agenda.tables import FORMS, as_csv
from fairs.domain.exporting import files
from fairs.errors import NotFound
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.long_jobs import watched
from fairs.queries import long_jobs
from fairs.web import here, language, policy
from fairs.web.person import current_edition

if TYPE_CHECKING:
    from flask import Response
    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response as Answer

    from fairs.agenda.tables import Form

KINDS: dict[Form, tuple[str, str]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "csv": ("application/zip", "zip"),
    "csv_excel": ("application/zip", "zip"),
}
CSV = "text/csv; charset=utf-8"
NAMES: dict[str, LazyString] = {
    "people": _l("People, with all their answers"),
    "organisations": _l("Organisations, with offers and needs"),
    "waiting-list": _l("The waiting list"),
    "answers": _l("Answers to the meetup"),
    "wishes": _l("Wishes"),
    "meetings": _l("Meetings"),
    "agendas": _l("Agendas, person by person"),
    "without-a-place": _l("Wishes without a place, and why"),
    "programme": _l("The programme"),
    "programme-people": _l("Who goes to what"),
}
WORDS: dict[Form, LazyString] = {
    "xlsx": _l("A workbook (XLSX), a sheet for each table"),
    "csv_excel": _l("CSV files for Excel in French: semicolons, and a mark by which accents are known"),
    "csv": _l("CSV files for other programs: commas, UTF-8"),
}


@organisers.get("/<slug>/export")
@policy.organiser
@policy.fresh
def export() -> str:
    """What there is, and how far a file is."""
    edition = current_edition()
    job = long_jobs.latest(here.session(), edition, "export")
    return bench(
        "organisers/export.html",
        "organisers.people",
        forms=WORDS,
        chosen=_form(),
        tables={key: NAMES[key] for key in files.tables_of(edition)},
        job=job,
        work=watched(job),
        there=job is not None and files.is_there(job, here.now()),
        kept_until=job.ended_at + files.KEPT_FOR if job and job.ended_at else None,
    )


@organisers.post("/<slug>/export")
@policy.organiser
@policy.fresh
def ask_export() -> Answer:
    """Ask for everything in one file."""
    files.ask_export(here.session(), current_edition(), _form(), language.current(), here.now())
    return go("export")


@organisers.get("/<slug>/export/<job_id>/file")
@policy.organiser
@policy.fresh
def export_file(job_id: str) -> Response:
    """Everything in one file, as it was made."""
    job = long_jobs.by_id(here.session(), current_edition(), job_id)
    content = files.content(here.session(), job, here.now())
    if content is None or job.ended_at is None:
        raise NotFound("This file is not kept any more: files with everybody's data are kept for a day.")
    kind, ending = KINDS[job.options["form"]]
    return _file(content, kind, f"{current_edition().slug}-{job.ended_at:%Y-%m-%d}.{ending}")


@organisers.get("/<slug>/export/<key>.csv")
@policy.organiser
@policy.fresh
def export_table(key: str) -> Response:
    """One table."""
    edition = current_edition()
    if key not in files.tables_of(edition):
        raise NotFound("There is no such table.")
    found = files.table(here.session(), edition, key, language.current(), here.now())
    form = _form()
    return _file(as_csv(found, "csv_excel" if form == "xlsx" else form), CSV, f"{edition.slug}-{key}.csv")


def _form() -> Form:
    return next((form for form in FORMS if form == request.values.get("form")), FORMS[0])


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"  # it would be given the year of files for everyone
    return answer
