"""Where and when: blocks of time with their slots, and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from fairs.domain import venue as verbs
from fairs.errors import Refused
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import BlockForm, TablesForm, given, next_block, of_block
from fairs.queries import schedules, slots
from fairs.web import here, policy
from fairs.web.errors import say, told_in
from fairs.web.person import current_edition

if TYPE_CHECKING:
    import uuid

    from werkzeug.wrappers import Response


@dataclass(frozen=True)
class Misnamed:
    """A table that could not be called what was typed."""

    table_id: uuid.UUID
    typed: str
    fault: str


@organisers.get("/<slug>/venue")
@policy.organiser
def venue() -> str:
    """All blocks and tables, and forms to add more."""
    return _page()


def _page(
    block_form: BlockForm | None = None,
    tables_form: TablesForm | None = None,
    misnamed: Misnamed | None = None,
) -> str:
    edition = current_edition()
    blocks = slots.blocks(here.session(), edition)
    held = [(block, slots.of_block(edition, block)) for block in blocks]
    last = max((block.ends_at for block in blocks), default=None)
    return bench(
        "organisers/venue.html",
        "organisers.venue",
        blocks=held,
        slots=sum(len(laid_out) for _block, laid_out in held),
        tables=slots.tables(here.session(), edition),
        draft=schedules.draft(here.session(), edition),
        block_form=block_form or next_block(edition, last),
        tables_form=tables_form or TablesForm(data={"count": 12, "prefix": _("Table"), "seats": 2}),
        misnamed=misnamed,
    )


@organisers.post("/<slug>/venue/blocks")
@policy.organiser
def add_block() -> Response | tuple[str, int]:
    """Lay out one more block."""
    edition, form = current_edition(), BlockForm()
    if form.validate():
        with told_in(form):
            verbs.add_block(here.session(), edition, form.plan(ZoneInfo(edition.timezone)), here.now())
            flash(_("The block is laid out."))
            return go("venue")
    return _page(block_form=form), 422


@organisers.get("/<slug>/venue/blocks/<uuid:block_id>")
@policy.organiser
def block(block_id: uuid.UUID) -> str:
    """A block, to be changed."""
    edition = current_edition()
    found = slots.block_by_id(here.session(), edition, block_id)
    form = of_block(found, ZoneInfo(edition.timezone))
    return bench("organisers/block.html", "organisers.venue", block=found, block_form=form)


@organisers.post("/<slug>/venue/blocks/<uuid:block_id>")
@policy.organiser
def change_block(block_id: uuid.UUID) -> Response | tuple[str, int]:
    """Lay a block out anew."""
    edition, form = current_edition(), BlockForm()
    found = slots.block_by_id(here.session(), edition, block_id)
    if form.validate():
        with told_in(form):
            plan = form.plan(ZoneInfo(edition.timezone))
            verbs.change_block(here.session(), edition, found, plan, here.now())
            flash(_("The block is laid out anew."))
            return go("venue")
    return bench("organisers/block.html", "organisers.venue", block=found, block_form=form), 422


@organisers.post("/<slug>/venue/blocks/<uuid:block_id>/remove")
@policy.organiser
def remove_block(block_id: uuid.UUID) -> Response:
    """Take a block away."""
    edition = current_edition()
    found = slots.block_by_id(here.session(), edition, block_id)
    verbs.remove_block(here.session(), edition, found, here.now())
    flash(_("The block %(name)s is removed.", name=found.name))
    return go("venue")


@organisers.post("/<slug>/venue/tables")
@policy.organiser
def add_tables() -> Response | tuple[str, int]:
    """Set tables up in bulk."""
    edition, form = current_edition(), TablesForm()
    if form.validate():
        with told_in(form):
            count, prefix, seats = given(form.count), form.prefix.data or "", given(form.seats)
            verbs.add_tables(here.session(), edition, count, prefix, seats, here.now())
            flash(ngettext("%(num)d table is set up.", "%(num)d tables are set up.", count))
            return go("venue")
    return _page(tables_form=form), 422


@organisers.post("/<slug>/venue/tables/<uuid:table_id>/rename")
@policy.organiser
def rename_table(table_id: uuid.UUID) -> Response | tuple[str, int]:
    """Give a table another name."""
    edition = current_edition()
    table = slots.table_by_id(here.session(), edition, table_id)
    typed = request.form.get("label", "")
    try:
        verbs.rename_table(here.session(), edition, table, typed, here.now())
    except Refused as refusal:
        return _page(misnamed=Misnamed(table_id, typed, say(refusal))), 422
    flash(_("The table is called %(label)s now.", label=table.label))
    return go("venue", _anchor="tables")


@organisers.post("/<slug>/venue/tables/<uuid:table_id>/remove")
@policy.organiser
def remove_table(table_id: uuid.UUID) -> Response:
    """Take a table away."""
    edition = current_edition()
    table = slots.table_by_id(here.session(), edition, table_id)
    verbs.remove_table(here.session(), edition, table, here.now())
    flash(_("%(label)s is removed.", label=table.label))
    return go("venue", _anchor="tables")
