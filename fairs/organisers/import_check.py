"""A sheet of people before and after: what would follow, what did follow, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import InputRequired

from fairs.agenda.tables import Table, as_workbook
from fairs.domain.importing import acts, previewing, receiving
from fairs.domain.importing.lines import Complaint
from fairs.domain.importing.undoing import STAYS
from fairs.models.people_import import CAME_IN
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.importing import ROOM, STATES, found, people_page, workbook
from fairs.organisers.long_jobs import watched
from fairs.queries import families
from fairs.queries import imports as reads
from fairs.web import here, language
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.voice import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Response
    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response as Answer

    from fairs.domain.importing.previewing import Preview
    from fairs.models import ImportedLine, PeopleImport

PREVIEWED = 6  # people, before any is in
SHOWN = 200  # faults, and whatever else comes in thousands
OUTCOMES: dict[str, LazyString] = {
    "place": _l("have a place"),
    "waiting": _l("were put on the waiting list"),
    "asks": _l("wait for your approval"),
    "updated": _l("were registered already, and are updated"),
    "known": _l("were registered already, and left as they are"),
    "left": _l("had left this edition, and stay away"),
    "double": _l("stand on another line too, which was taken"),
    "full": _l("found no place"),
    "faulty": _l("are to be mended"),
}


class ChoicesForm(Form):
    """What is decided before anybody is in."""

    known = RadioField(
        _l("Who is registered already"),
        choices=[
            SelectChoice("skip", _l("stays as they are")),
            SelectChoice(
                "update",
                _l(
                    "is updated: name, role, language and answers as the sheet has them; what it leaves "
                    "empty stays, and of the organisation only what was empty is filled in"
                ),
            ),
        ],
        default="skip",
    )
    double = RadioField(
        _l("An address that stands on several lines"),
        choices=[
            SelectChoice("first", _l("The first line counts")),
            SelectChoice("last", _l("The last line counts")),
        ],
        default="first",
    )
    organisations = RadioField(
        _l("Organisations that are most likely one"),
        choices=[
            SelectChoice("join", _l("are one: their people belong together")),
            SelectChoice("new", _l("stay apart: each line has its own")),
        ],
        default="join",
    )
    family = SelectField(_l("Lines that name no family belong to"))
    language = SelectField(_l("Lines that name no language"), choices=language.LANGUAGES)
    admits = RadioField(
        _l("Those who come in"),
        choices=[
            SelectChoice("place", _l("take part at once, as far as places reach")),
            SelectChoice("ask", _l("wait until you approve them one by one")),
        ],
        default="place",
    )
    tell = BooleanField(_l("Write to them at once that they are registered, and how to refuse"))

    def decided(self) -> dict[str, object]:
        """As the sheet keeps it."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class UndoForm(Form):
    """A sentence to agree to."""

    sure = BooleanField(
        _l("Yes, take this import back."), [InputRequired(_l("Tick the sentence if you take it back."))]
    )


def _choices(sheet: PeopleImport, *, filled: bool) -> ChoicesForm:
    form = ChoicesForm(data=sheet.choices) if filled else ChoicesForm()
    form.family.choices = [
        SelectChoice("", _("no family, for now")),
        *(SelectChoice(slug, name) for slug, name in _families().items()),
    ]
    return form


def _families() -> dict[str, str]:
    known = families.of_edition(here.session(), current_edition())
    return {family.slug: family.name(language.current()) for family in known}


@organisers.get("/<slug>/people/import/<import_id>/check")
@people_page
def import_check(import_id: str) -> str | Answer:
    """What would follow, and all that is to be mended."""
    sheet = found(import_id)
    if sheet.state != "read":
        return go("import_result", import_id=sheet.id)
    if not receiving.is_decided(sheet):
        return go("import_sheet", import_id=sheet.id)
    return _check(sheet, _choices(sheet, filled=True))


@organisers.post("/<slug>/people/import/<import_id>/check")
@people_page
def carry_out_import(import_id: str) -> Answer | tuple[str, int]:
    """Look again with other choices, or let it be carried out."""
    sheet = found(import_id)
    if sheet.state == "read" and not receiving.is_decided(sheet):
        return go("import_sheet", import_id=sheet.id)
    form = _choices(sheet, filled=False)
    if form.validate():
        with told_in(form):
            if request.form.get("again"):
                receiving.object_to_begun(sheet)
                sheet.choices = form.decided()
                return go("import_check", import_id=sheet.id)
            acts.carry_out(here.session(), sheet, form.decided(), here.now())
            return go("import_result", import_id=sheet.id)
    return _check(sheet, form), 422


def _check(sheet: PeopleImport, form: ChoicesForm) -> str:
    seen = previewing.preview(here.session(), sheet, here.now(), language.current())
    return bench(
        "organisers/import_check.html",
        ROOM,
        sheet=sheet,
        form=form,
        seen=seen,
        previewed=PREVIEWED,
        families=_families(),
        complaints=[(one, _told(one)) for one in seen.complaints[:SHOWN]],
        shown=SHOWN,
    )


@organisers.get("/<slug>/people/import/<import_id>/result")
@people_page
def import_result(import_id: str) -> str | Answer:
    """How far it is, or what became of it."""
    sheet = found(import_id)
    return _result(sheet, UndoForm()) if sheet.state != "read" else go("import_sheet", import_id=sheet.id)


def _result(sheet: PeopleImport, form: UndoForm) -> str:
    session = here.session()
    counted = acts.counts(session, [sheet.id]).get(sheet.id, {})
    left_out = reads.lines(session, sheet, "faulty", "full")
    return bench(
        "organisers/import_result.html",
        ROOM,
        sheet=sheet,
        form=form,
        work=watched(sheet.job),
        act=sheet.job.options["act"] if sheet.job else "",
        counted=counted,
        came=sum(counted.get(outcome, 0) for outcome in CAME_IN),
        outcomes=OUTCOMES,
        states=STATES,
        untold=reads.untold(session, sheet),
        left_out=[(line, list(_why(line))) for line in left_out[:SHOWN]],
        others=reads.numbers(session, sheet, "known", "double", "left"),
        more=max(0, len(left_out) - SHOWN),
        to_mend=any(line.cells for line in left_out),
        staying=reads.staying(session, sheet) if sheet.state == "undone" else (),
        stays=STAYS,
        is_open=current_edition().opened_at is not None,
    )


@organisers.post("/<slug>/people/import/<import_id>/go-on")
@people_page
def go_on_importing(import_id: str) -> Answer:
    """It was stopped on the way: the other lines, too."""
    sheet = found(import_id)
    acts.carry_out(here.session(), sheet, {}, here.now())
    return go("import_result", import_id=sheet.id)


@organisers.post("/<slug>/people/import/<import_id>/tell")
@people_page
def tell_imported(import_id: str) -> Answer:
    """Write to those who have not been written to."""
    sheet = found(import_id)
    acts.tell(here.session(), sheet, here.now())
    return go("import_result", import_id=sheet.id)


@organisers.post("/<slug>/people/import/<import_id>/undo")
@people_page
def undo_import(import_id: str) -> Answer | tuple[str, int]:
    """Take it all back."""
    sheet, form = found(import_id), UndoForm()
    if form.validate():
        with told_in(form):
            acts.undo(here.session(), sheet, here.now())
            return go("import_result", import_id=sheet.id)
    return _result(sheet, form), 422


@organisers.get("/<slug>/people/import/<import_id>/to-mend.xlsx")
@people_page
def lines_to_mend(import_id: str) -> Response:
    """The lines that did not come in, each with what is to be mended: to be sent again as it is."""
    sheet = found(import_id)
    if sheet.state == "read" and receiving.is_decided(sheet):
        seen = previewing.preview(here.session(), sheet, here.now(), language.current())
        rows = _of_preview(seen)
    else:
        rows = [
            (line.number, line.cells, list(_why(line)))
            for line in reads.lines(here.session(), sheet, "faulty", "full")
            if line.cells
        ]
    width = len(sheet.headers)
    table = Table(
        "to-mend",
        _("To mend"),
        (*sheet.headers, _("Line"), _("To be mended")),
        tuple(
            (*cells[:width], *[""] * (width - len(cells)), number, " ".join(sentences))
            for number, cells, sentences in rows
        ),
    )
    stem = sheet.name.rpartition(".")[0]
    return workbook(as_workbook([table]), f"{stem}-{_('to mend')}.xlsx")


def _of_preview(seen: Preview) -> list[tuple[int, Sequence[str], list[str]]]:
    said: dict[int, list[str]] = {}
    for complaint in seen.complaints:
        said.setdefault(complaint.line, []).append(_with_column(complaint))
    return [(number, cells, said[number]) for number, cells in seen.faulty]


def _why(line: ImportedLine) -> Iterable[str]:
    """Why a line did not come in."""
    if line.outcome == "faulty":
        yield from (_with_column(Complaint(**one)) for one in line.complaints)
        if not line.complaints:
            yield _("What stood there is not kept any more.")
    else:
        yield _(
            "Every place is taken, and nobody can wait. Raise the number of places, or that of the family, "
            "and send this line again."
        )


def _told(complaint: Complaint) -> str:
    return complaint.sentence(_)


def _with_column(complaint: Complaint) -> str:
    sentence = _told(complaint)
    if not complaint.column:
        return sentence
    return str(_("%(column)s: %(sentence)s", column=complaint.column, sentence=sentence))
