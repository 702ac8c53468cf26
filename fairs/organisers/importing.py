"""People by a sheet: sent, its columns decided, looked over, carried out, told, undone."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import flash, request, send_file
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from fairs.agenda.tables import Table, as_workbook
from fairs.domain.importing import acts, receiving
from fairs.domain.importing.checking import QUESTION, asked
from fairs.domain.uploads import SIZE_AT_MOST
from fairs.errors import Refused
from fairs.models.people_import import CAME_IN
from fairs.organisers.bench import bench, go, organisers
from fairs.queries import imports as reads
from fairs.sheets import people
from fairs.sheets.encodings import ENCODINGS
from fairs.sheets.sent import MAX_LINES, SEPARATORS
from fairs.web import here, language, person, policy
from fairs.web.errors import tell, told_in
from fairs.web.person import current_edition
from fairs.web.sent_files import is_cut, takes_files
from fairs.web.voice import Form

if TYPE_CHECKING:
    from flask import Response
    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response as Answer

    from fairs.models import PeopleImport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROOM = "organisers.people"
SAMPLES = 3  # lines of each column that the page shows
COLUMNS: dict[str, LazyString] = {
    "email": _l("E-mail address"),
    "name": _l("First and last name together"),
    "first_name": _l("First name"),
    "last_name": _l("Last name"),
    "organisation": _l("Organisation"),
    "role": _l("Role"),
    "family": _l("Family"),
    "legal_form": _l("Legal form"),
    "siret": _l("SIRET"),
    "town": _l("Town"),
    "website": _l("Website"),
    "pitch": _l("What the organisation does"),
    "language": _l("Language of the mails"),
}
SEPARATED: dict[str, LazyString] = {
    ";": _l("semicolons"),
    ",": _l("commas"),
    "\t": _l("tabs"),
    "|": _l("vertical bars"),
}
STATES: dict[str, LazyString] = {
    "read": _l("not carried out yet"),
    "underway": _l("is being carried out"),
    "stopped": _l("stopped on the way"),
    "done": _l("carried out"),
    "undone": _l("undone"),
}
people_page = policy.organiser_of("people")


class SheetForm(Form):
    """A file to send."""

    sheet = FileField(_l("The file"), [FileRequired(_l("Choose a file first."))])


class ColumnsForm(Form):
    """What each column holds; its fields are as many as the file has columns."""


@organisers.get("/<slug>/people/import")
@people_page
def imports() -> str:
    """Those there are, and the form for another."""
    return _list(SheetForm())


@organisers.post("/<slug>/people/import")
@people_page
@takes_files
def send_sheet() -> Answer | tuple[str, int]:
    """Keep a sheet, and go on to its columns."""
    form = SheetForm()
    if form.validate():
        file = form.sheet.data
        with told_in(form):
            sheet = receiving.receive(
                here.session(),
                current_edition(),
                person.current_account(),
                file.filename,
                file.stream.read(),
                here.now(),
                cut=is_cut(file),
            )
            return go("import_sheet", import_id=sheet.id)
    return _list(form), 422


def _list(form: SheetForm) -> str:
    sheets = reads.of_edition(here.session(), current_edition())
    return bench(
        "organisers/imports.html",
        ROOM,
        form=form,
        sheets=sheets,
        counts=acts.counts(here.session(), [sheet.id for sheet in sheets]),
        came_in=CAME_IN,
        states=STATES,
        megabytes=SIZE_AT_MOST // 1_000_000,
        lines=MAX_LINES,
    )


@organisers.get("/<slug>/people/import/model.xlsx")
@people_page
def import_model() -> Response:
    """An empty sheet with the right columns."""
    edition = current_edition()
    keys = ("organisation", "siret", "town", "family", "first_name", "last_name", "role", "email", "language")
    questions = asked(here.session(), edition)
    heads = [*(str(COLUMNS[key]) for key in keys), *(one.label(language.current()) for one in questions)]
    content = as_workbook([Table("people", _("People"), tuple(heads), ())])
    return workbook(content, f"{edition.slug}-people.xlsx")


@organisers.get("/<slug>/people/import/<import_id>")
@people_page
def import_sheet(import_id: str) -> str | Answer:
    """Its columns, while nobody is in yet; what became of it afterwards."""
    sheet = found(import_id)
    if sheet.state == "read":
        return _columns(sheet, ColumnsForm(), sheet.columns)
    return go("import_result", import_id=sheet.id)


@organisers.post("/<slug>/people/import/<import_id>")
@people_page
def decide_columns(import_id: str) -> Answer | tuple[str, int]:
    """What each column holds."""
    sheet, form = found(import_id), ColumnsForm()
    typed = [request.form.get(f"column-{place}", "") for place in range(len(sheet.headers))]
    if form.validate():
        with told_in(form):
            receiving.decide_columns(here.session(), current_edition(), sheet, typed)
            return go("import_check", import_id=sheet.id)
    return _columns(sheet, form, typed), 422


@organisers.post("/<slug>/people/import/<import_id>/read")
@people_page
def read_sheet_again(import_id: str) -> Answer | tuple[str, int]:
    """The accents or the columns looked wrong: read it otherwise."""
    sheet, form = found(import_id), ColumnsForm()
    encoding, separator = request.form.get("encoding", ""), request.form.get("separator", "")
    if form.validate():
        with told_in(form):
            receiving.read_again(here.session(), current_edition(), sheet, encoding, separator)
            return go("import_sheet", import_id=sheet.id)
    return _columns(sheet, form, sheet.columns), 422


@organisers.post("/<slug>/people/import/<import_id>/throw-away")
@people_page
def throw_sheet_away(import_id: str) -> Answer:
    """It is not wanted."""
    sheet = found(import_id)
    receiving.throw_away(here.session(), sheet, here.now())
    flash(_("%(name)s is thrown away; nothing of it is kept.", name=sheet.name))
    return go("imports")


def _columns(sheet: PeopleImport, form: ColumnsForm, chosen: list[str]) -> str:
    edition = current_edition()
    questions = {f"{QUESTION}{one.id}": one for one in asked(here.session(), edition)}
    try:
        rows = receiving.rows_of(sheet)
    except Refused as refusal:  # read in a way in which it makes no sense
        tell(form, refusal)
        rows = ()
    return bench(
        "organisers/import_columns.html",
        ROOM,
        sheet=sheet,
        form=form,
        chosen=chosen,
        samples=rows[:SAMPLES],
        known=COLUMNS,
        unused=people.UNUSED,
        questions=questions,
        encodings=ENCODINGS,
        separators={key: SEPARATED[key] for key in SEPARATORS},
        kept_until=sheet.uploaded_at + receiving.KEPT_FOR,
    )


def found(import_id: str) -> PeopleImport:
    """The sheet that the address names."""
    return reads.by_id(here.session(), current_edition(), import_id)


def workbook(content: bytes, name: str) -> Response:
    """A workbook to take home, kept by nobody on the way."""
    answer = send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
