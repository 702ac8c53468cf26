"""Inviting those of an earlier edition again: whom, what follows, and then the mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from fairs.domain import reinviting as verbs
from fairs.domain.invitations import WORDS_AT_MOST
from fairs.families import FAMILIES
from fairs.organisers.bench import bench, go, organisers, people_page
from fairs.organisers.forms import REQUIRED, given
from fairs.queries import earlier as reads
from fairs.queries.earlier import Wanted
from fairs.queries.ids import written_id
from fairs.web import here, language
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.presentation import day, family_name
from fairs.web.voice import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response

    from fairs.models import Edition
    from fairs.queries.earlier import Reach, Reason

GROUPS = {
    "came": _l("who took part"),
    "waited": _l("who waited for a place, or for an answer"),
    "withdrew": _l("who withdrew"),
}
REASONS: dict[Reason, LazyString] = {
    "registered": _l("registered for this edition already"),
    "invited": _l("invited to this edition already"),
    "silent": _l("asked for no such mail"),
    "dead": _l("no mail reaches the address"),
}
NO_FAMILY = "none"


def _families() -> list[SelectChoice]:
    known = [SelectChoice(family.key, family_name(family.key)) for family in FAMILIES]
    return [*known, SelectChoice(NO_FAMILY, _("without a family"))]


class ReinviteForm(Form):
    """Whom of which edition, with a word."""

    earlier = SelectField(_l("Of which edition?"), [REQUIRED])
    groups = SelectMultipleField(
        _l("Whom of them?"),
        [InputRequired(_l("Choose at least one."))],
        choices=[SelectChoice(key, words) for key, words in GROUPS.items()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    families = SelectMultipleField(
        _l("Of which families?"),
        [InputRequired(_l("Choose at least one."))],
        choices=_families,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    words = TextAreaField(_l("A word to them"), [Length(max=WORDS_AT_MOST)])
    approves = BooleanField(_l("Whoever comes by it needs no further approval"), default=True)
    expected = HiddenField()

    def count(self) -> int:
        """How many mails were read about."""
        written = self.expected.data or ""
        return int(written) if written.isdecimal() else 0

    def wanted(self) -> Wanted:
        """What was chosen, but for those who were left out by hand."""
        by_hand = (written_id(written) for written in request.form.getlist("but"))
        return Wanted(
            groups=given(self.groups),
            kinds=["" if kind == NO_FAMILY else kind for kind in given(self.families)],
            but=[one for one in by_hand if one is not None],
        )


def _form(editions: Sequence[Edition], **values: Any) -> ReinviteForm:
    form = ReinviteForm(**values)
    form.earlier.choices = [
        SelectChoice(one.slug, f"{day(one.starts_at, one.timezone)} – {one.text(language.current()).title}")
        for one in editions
    ]
    return form


@organisers.get("/<slug>/reinvite")
@people_page
def reinvite() -> str:
    """Whom to choose from."""
    editions = reads.editions(here.session(), current_edition())
    everybody = [family.key for family in FAMILIES] + [NO_FAMILY]
    return _page(
        editions, _form(editions, data={"groups": ["came"], "families": everybody, "approves": True})
    )


@organisers.post("/<slug>/reinvite")
@people_page
def send_invitations() -> Response | str | tuple[str, int]:
    """Show whom it would reach; once that was read, write to them."""
    session, edition, now = here.session(), current_edition(), here.now()
    editions = reads.editions(session, edition)
    form, reached = _form(editions), None
    if form.validate():
        wanted, words = form.wanted(), form.words.data or ""
        earlier = next(one for one in editions if one.slug == form.earlier.data)
        reached = reads.reach(session, edition, earlier, wanted, now)
        if not request.form.get("sure"):
            return _page(editions, form, reached)
        with told_in(form):
            sent = verbs.reinvite(
                session, edition, earlier, wanted, words, form.count(), now, approves=form.approves.data
            )
            flash(ngettext("%(num)d person is invited.", "%(num)d people are invited.", sent))
            return go("invitations")
    return _page(editions, form, reached), 422


def _page(editions: Sequence[Edition], form: ReinviteForm, reached: Reach | None = None) -> str:
    if reached is not None:
        form.expected.data = str(len(reached.people))
    return bench(
        "organisers/reinvite.html",
        "organisers.people",
        form=form,
        editions=editions,
        reached=reached,
        reasons=REASONS,
        is_open=current_edition().registration_open(here.now()),
    )
