"""Who else comes for my organisation, and bringing one more along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import Length

from fairs.domain import colleagues as verbs
from fairs.domain.colleagues import Colleague
from fairs.participants.blueprint import blueprint, page
from fairs.participants.forms import NEEDED, SHORT
from fairs.participants.words import STANDING
from fairs.queries import colleagues as reads
from fairs.queries import visible
from fairs.web import here, language, limits, person, policy
from fairs.web.errors import told_in
from fairs.web.voice import Form

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


class ColleagueForm(Form):
    """Who comes along."""

    name = StringField(_l("First and last name"), [NEEDED, SHORT])
    email = EmailField(_l("E-mail address"), [NEEDED, Length(max=254)])
    role = StringField(_l("Role"), [SHORT])
    language = SelectField(_l("Language of the mails"), choices=language.LANGUAGES)

    def colleague(self) -> Colleague:
        """What was typed."""
        return Colleague(
            name=self.name.data or "",
            email=self.email.data or "",
            role=self.role.data or "",
            language=self.language.data,
        )


@blueprint.get("/colleagues")
@policy.participant
def colleagues() -> ResponseReturnValue:
    """Those there are, and the form for another."""
    return _page(ColleagueForm(data={"language": person.the_participant().language}))


@blueprint.post("/colleagues")
@policy.participant
def bring_colleague() -> ResponseReturnValue:
    """Register a colleague; the answer is the same whether the address was known or not."""
    participant, form = person.the_participant(), ColleagueForm()
    if form.validate():
        with told_in(form):
            limits.letter("colleague", form.email.data or "")
            verbs.bring(here.session(), participant, form.colleague(), here.now())
            flash(
                _("A mail is on its way to %(address)s, with a button to confirm.", address=form.email.data)
            )
            return redirect(url_for("participants.colleagues", slug=participant.edition.slug), 303)
    return _page(form), 422


def _page(form: ColleagueForm) -> str:
    participant = person.the_participant()
    return page(
        "colleagues.html",
        form=form,
        colleagues=[visible.to_colleagues(one) for one in reads.proven(here.session(), participant)],
        asked=reads.asked(here.session(), participant, here.now()),
        standing=STANDING,
        is_open=participant.edition.registration_open(here.now()),
    )
