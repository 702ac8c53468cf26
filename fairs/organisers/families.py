"""Who may come: families with their places, who may meet whom, and how places are given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from fairs.domain import editions
from fairs.domain import families as verbs
from fairs.domain.editions import Admission
from fairs.domain.families import FamilyPlan
from fairs.families import FAMILIES
from fairs.organisers.bench import bench, go, organisers
from fairs.queries import families as reads
from fairs.queries.ids import written_id
from fairs.web import here, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.presentation import families as kinds
from fairs.web.voice import Form, WholeNumberField

if TYPE_CHECKING:
    import uuid

    from werkzeug.wrappers import Response

    from fairs.models import Family

MOST = 100_000  # places
RULES = {"": None, "yes": True, "no": False}


class FamilyForm(Form):
    """One family."""

    name_fr = StringField(_l("Name in French"), [Length(max=80)])
    name_en = StringField(_l("Name in English"), [Length(max=80)])
    kind = SelectField(_l("Letter and colour"), choices=kinds)
    quota = WholeNumberField(
        _l("Places"),
        [Optional(), NumberRange(0, MOST, _l("Between %(min)d and %(max)d, or nothing at all."))],
    )
    approves_itself = SelectField(
        _l("Approval"),
        choices=lambda: {
            "": _("as the settings say"),
            "yes": _("by itself"),
            "no": _("by an organiser"),
        },
    )
    price_fr = StringField(_l("Price in words, in French"), [Length(max=200)])
    price_en = StringField(_l("Price in words, in English"), [Length(max=200)])
    legal_forms = TextAreaField(_l("Legal forms to choose from, one a line"), [Length(max=2000)])

    def plan(self) -> FamilyPlan:
        """What was typed."""
        return FamilyPlan(
            kind=self.kind.data,
            names={"fr": self.name_fr.data or "", "en": self.name_en.data or ""},
            prices={"fr": self.price_fr.data or "", "en": self.price_en.data or ""},
            legal_forms=(self.legal_forms.data or "").splitlines(),
            quota=self.quota.data,
            approves_itself=RULES[self.approves_itself.data or ""],
        )


class AdmissionForm(Form):
    """How people get in."""

    waits = BooleanField(_l("Whoever comes when all places are taken waits for one"))
    offer_hours = WholeNumberField(
        _l("Hours for which a free place is held"),
        [Optional(), NumberRange(1, 336, _l("Between %(min)d and %(max)d, or nothing at all."))],
    )
    invitation_only = BooleanField(_l("Only those who are invited can register"))


@organisers.get("/<slug>/families")
@policy.organiser
def families() -> str:
    """All families, who may meet whom, and how places are given."""
    edition = current_edition()
    form = AdmissionForm(
        data={
            "waits": edition.waits,
            "offer_hours": edition.offer_hours,
            "invitation_only": edition.invitation_only,
        }
    )
    return _page(form)


def _page(form: AdmissionForm) -> str:
    session, edition = here.session(), current_edition()
    every = reads.of_edition(session, edition)
    return bench(
        "organisers/families.html",
        "organisers.families",
        families=every,
        apart=set(reads.apart(session, edition)),
        form=form,
        full=edition.capacity is not None and sum(family.quota or 0 for family in every) > edition.capacity,
    )


@organisers.post("/<slug>/families/admission")
@policy.organiser
def change_admission() -> Response | tuple[str, int]:
    """Set how people get in."""
    form = AdmissionForm()
    if not form.validate():
        return _page(form), 422
    admission = Admission(form.waits.data, form.offer_hours.data, form.invitation_only.data)
    editions.change_admission(here.session(), current_edition(), admission, here.now())
    flash(_("This is kept."))
    return go("families")


@organisers.post("/<slug>/families/meet")
@policy.organiser
def change_who_meets() -> Response:
    """Say which families may meet: a tick for each pair that may."""
    session, edition = here.session(), current_edition()
    every = reads.of_edition(session, edition)
    together = {frozenset(_pair(written)) for written in request.form.getlist("meet")}
    pairs = [
        (one.id, other.id)
        for number, one in enumerate(every)
        for other in every[number:]
        if frozenset((one.id, other.id)) not in together
    ]
    verbs.keep_apart(session, edition, pairs, here.now())
    flash(_("Who may meet whom is kept."))
    return go("families", _anchor="meet")


def _pair(written: str) -> tuple[uuid.UUID | None, ...]:
    return tuple(written_id(part) for part in written.split("/"))


@organisers.get("/<slug>/families/new")
@policy.organiser
def new_family() -> str:
    """An empty family."""
    return _family_page(FamilyForm(data={"kind": FAMILIES[0].key}), None)


@organisers.post("/<slug>/families/new")
@policy.organiser
def add_family() -> Response | tuple[str, int]:
    """One more."""
    form = FamilyForm()
    if form.validate():
        with told_in(form):
            verbs.add(here.session(), current_edition(), form.plan(), here.now())
            flash(_("The family is added."))
            return go("families")
    return _family_page(form, None), 422


@organisers.get("/<slug>/families/<family_id>")
@policy.organiser
def family(family_id: str) -> str:
    """One family, to be changed."""
    found = _one(family_id)
    rule = next(key for key, value in RULES.items() if value is found.approves_itself)
    return _family_page(
        FamilyForm(
            data={
                "name_fr": found.names.get("fr", ""),
                "name_en": found.names.get("en", ""),
                "kind": found.kind,
                "quota": found.quota,
                "approves_itself": rule,
                "price_fr": found.prices.get("fr", ""),
                "price_en": found.prices.get("en", ""),
                "legal_forms": "\n".join(found.legal_forms),
            }
        ),
        found,
    )


@organisers.post("/<slug>/families/<family_id>")
@policy.organiser
def change_family(family_id: str) -> Response | tuple[str, int]:
    """Set what it is."""
    found, form = _one(family_id), FamilyForm()
    if form.validate():
        with told_in(form):
            verbs.change(here.session(), found, form.plan(), here.now())
            flash(_("The family is changed."))
            return go("families")
    return _family_page(form, found), 422


@organisers.post("/<slug>/families/<family_id>/move")
@policy.organiser
def move_family(family_id: str) -> Response:
    """Up or down in the order in which people choose."""
    verbs.move(here.session(), _one(family_id), -1 if request.form.get("up") else 1, here.now())
    return go("families")


@organisers.post("/<slug>/families/<family_id>/remove")
@policy.organiser
def remove_family(family_id: str) -> Response:
    """Take it away."""
    found = _one(family_id)
    verbs.remove(here.session(), found, here.now())
    flash(_("The family is removed."))
    return go("families")


def _family_page(form: FamilyForm, found: Family | None) -> str:
    return bench("organisers/family.html", "organisers.families", form=form, found=found)


def _one(family_id: str) -> Family:
    return reads.by_id(here.session(), current_edition(), family_id)
