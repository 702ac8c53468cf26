"""Registering somebody by hand: who calls, who stands at the desk, who has no computer at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from fairs.domain import by_hand as verbs
from fairs.domain.registrations import GUESTS_AT_MOST, NAME_LENGTH, Application, Reply
from fairs.organisers.bench import bench, go, organisers, people_page
from fairs.organisers.forms import REQUIRED
from fairs.queries import families
from fairs.web import here, language
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.voice import Form, WholeNumberField

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

SHORT = Length(max=NAME_LENGTH, message=_l("At most %(max)d signs, please."))


def _families() -> dict[str, str]:
    every = families.of_edition(here.session(), current_edition())
    return {family.slug: family.name(language.current()) for family in every}


class ByHandForm(Form):
    """What one asks on the telephone; the rest that person says on their own page."""

    family = SelectField(_l("Family"), choices=_families)
    organisation = StringField(_l("Organisation"), [SHORT])
    town = StringField(_l("Town"), [SHORT])
    name = StringField(_l("First and last name"), [REQUIRED, SHORT])
    role = StringField(_l("Role"), [SHORT])
    email = EmailField(_l("E-mail address"), [REQUIRED, Length(max=254)])
    language = SelectField(_l("Language of the mails"), choices=language.LANGUAGES)
    guests = WholeNumberField(
        _l("Guests"),
        [Optional(), NumberRange(0, GUESTS_AT_MOST, _l("Between no guest and %(max)d, please."))],
    )

    def application(self, *, of_meetup: bool) -> Application:
        """What was typed. Nobody agrees to anything on behalf of somebody else."""
        return Application(
            organisation=self.organisation.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            language=self.language.data,
            listed=False,
            role=self.role.data or "",
            family=self.family.data or "",
            town=self.town.data or "",
            reply=Reply("yes", self.guests.data or 0) if of_meetup else None,
        )


@organisers.get("/<slug>/people/new")
@people_page
def new_person() -> str:
    """The form."""
    return _page(ByHandForm(data={"language": current_edition().fair.language}))


@organisers.post("/<slug>/people/new")
@people_page
def write_down() -> Response | tuple[str, int]:
    """Register them; the mail with the button to confirm leaves at once."""
    edition, form = current_edition(), ByHandForm()
    if form.validate():
        with told_in(form):
            application = form.application(of_meetup=edition.fair.kind == "meetup")
            someone = verbs.write_down(here.session(), edition, application, here.now())
            flash(_("A mail is on its way to %(address)s, with a button to confirm.", address=someone.email))
            return go("person", person_id=someone.id)
    return _page(form), 422


def _page(form: ByHandForm) -> str:
    return bench("organisers/by_hand.html", "organisers.people", form=form)
