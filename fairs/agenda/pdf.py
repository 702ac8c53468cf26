"""Paper: one person's agenda, everybody's, and the master grid on the wall."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fairs import texts
from fairs.agenda import density, grid_pages, wording
from fairs.agenda.characters import alphabetical, one_line, unspaced
from fairs.agenda.colours import hexadecimal
from fairs.agenda.qr import qr_svg
from fairs.errors import Unavailable
from fairs.families import FAMILIES, family_of
from fairs.texts import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairs.agenda.values import Agenda, MasterGrid


class PaperUnavailable(Unavailable):
    """The libraries that set type are missing."""


def agenda_pdf(agenda: Agenda) -> bytes:
    """One person's sheet: A4, one page for a usual day."""
    _ = texts.translator(agenda.language).gettext
    title = _("Agenda of %(person)s") % {"person": one_line(agenda.person)}
    return _agendas([agenda], title, agenda.language)


def agendas_pdf(agendas: Sequence[Agenda]) -> bytes:
    """All sheets to print, each on a new page, by name. Each speaks its reader's language."""
    in_order = sorted(agendas, key=lambda agenda: (alphabetical(agenda.person), agenda.organisation))
    language = _most_spoken(in_order)
    return _agendas(in_order, texts.translator(language).gettext("All agendas"), language)


def grid_pdf(grid: MasterGrid) -> bytes:
    """The whole schedule on A3: slots by tables, then what found no place and why."""
    known = {meeting_family for meeting in grid.meetings for meeting_family in meeting.families}
    html = texts.render(
        "print/grid.html",
        grid.language,
        grid=grid,
        occasion=grid.occasion,
        zone=grid.occasion.zone,
        pages=grid_pages.pages_of(grid),
        legend=[family for family in FAMILIES if family.key in known],
        family_of=family_of,
        accent=hexadecimal(grid.occasion.accent),
        as_of=wording.as_of(grid.occasion, grid.language),
        one_line=one_line,
        shortened=density.shortened,
        most_letters=grid_pages.MOST_LETTERS,
    )
    return pressed(html)


def _agendas(agendas: Sequence[Agenda], title: str, language: str) -> bytes:
    sheets = [_sheet(agenda) for agenda in agendas]
    occasion = agendas[0].occasion if agendas else None
    return pressed(
        texts.render("print/agendas.html", language, title=title, sheets=sheets, occasion=occasion)
    )


def _sheet(agenda: Agenda) -> str:
    """One agenda's HTML, in the language of its reader."""
    days = wording.by_day(agenda.entries, agenda.occasion)
    setting, notes = density.choose(agenda, days)
    return texts.render(
        "print/sheet.html",
        agenda.language,
        agenda=agenda,
        occasion=agenda.occasion,
        zone=agenda.occasion.zone,
        days=days,
        density=setting,
        notes=notes,
        venue=wording.venue(agenda.occasion),
        accent=hexadecimal(agenda.occasion.accent),
        as_of=wording.as_of(agenda.occasion, agenda.language),
        qr=_qr(agenda),
        with_whom=partial(wording.with_whom, language=agenda.language),
        one_line=one_line,
        shortened=density.shortened,
    )


def _qr(agenda: Agenda) -> str:
    if not agenda.page_url:
        return ""
    _ = texts.translator(agenda.language).gettext
    return qr_svg(unspaced(agenda.page_url), _("QR code: this agenda on your telephone"))


def _most_spoken(agendas: Sequence[Agenda]) -> str:
    languages = [agenda.language for agenda in agendas]
    return max(sorted(set(languages)), key=languages.count, default="en")


def pressed(html: str) -> bytes:
    """A sheet from its HTML. Raises PaperUnavailable."""
    try:
        from fairs.agenda.paper import press  # noqa: PLC0415 - needs Pango, without which all but paper works
    except (ImportError, OSError) as missing:
        raise PaperUnavailable(
            N_(
                "No PDF can be made here: the libraries that set type are missing. Everything else works. "
                "Install libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0, then try again."
            )
        ) from missing
    return press(html)
