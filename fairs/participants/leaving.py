"""I cannot come: whether a colleague comes instead, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import InputRequired, Length, ValidationError

from fairs.domain import handing_over, registrations, substitutes
from fairs.domain.colleagues import Colleague
from fairs.errors import Refused
from fairs.participants.agenda import my_agenda
from fairs.participants.blueprint import blueprint, page
from fairs.participants.forms import SHORT
from fairs.queries import colleagues
from fairs.web import here, language, limits, person, policy
from fairs.web.errors import told_in
from fairs.web.voice import Form

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

NOBODY, NEW = "nobody", "new"


def _instead() -> list[SelectChoice]:
    theirs = colleagues.of(here.session(), person.the_participant())
    return [
        SelectChoice(NOBODY, _("Nobody: the place is free for others")),
        *(
            SelectChoice(str(one.id), _("%(name)s, who takes part already", name=one.name))
            for one in theirs
            if one.takes_part
        ),
        SelectChoice(NEW, _("Somebody who is not registered yet")),
    ]


class WithdrawForm(Form):
    """Who comes instead, and a sentence to agree to before leaving."""

    instead = RadioField(_l("Who comes instead of you?"), choices=_instead, default=NOBODY)
    name = StringField(_l("First and last name"), [SHORT])
    email = EmailField(_l("E-mail address"), [Length(max=254)])
    role = StringField(_l("Role"), [SHORT])
    language = SelectField(_l("Language of the mails"), choices=language.LANGUAGES, default="fr")
    sure = BooleanField(
        _l("Yes, I withdraw: I will not come."), [InputRequired(_l("Tick the sentence if you withdraw."))]
    )

    def validate_instead(self, field: RadioField) -> None:
        """Nobody types a colleague in to be forgotten."""
        if field.data != NEW and (self.name.data or self.email.data):
            raise ValidationError(_("You named a colleague below: choose the last line, or clear the names."))

    def successor(self) -> Colleague:
        """Who was typed in."""
        return Colleague(
            name=self.name.data or "",
            email=self.email.data or "",
            role=self.role.data or "",
            language=self.language.data,
        )


@blueprint.get("/withdraw")
@policy.participant
def withdraw() -> ResponseReturnValue:
    """What withdrawing means, before it is done."""
    return _page(WithdrawForm(data={"language": person.the_participant().language}))


@blueprint.post("/withdraw")
@policy.participant
def withdraw_now() -> ResponseReturnValue:
    """Leave this edition. Those one would have met are told by what follows from the event."""
    participant, form = person.the_participant(), WithdrawForm()
    slug = participant.edition.slug
    if form.validate():
        with told_in(form):
            if form.instead.data == NEW:
                _name(form)
                return redirect(url_for("participants.home", slug=slug), 303)
            said = _leave(form)
            person.leave(participant.edition)
            flash(said)
            return redirect(url_for("public.edition", slug=slug), 303)
    return _page(form), 422


@blueprint.post("/withdraw/keep")
@policy.participant
def keep_place() -> ResponseReturnValue:
    """Nobody is asked to come instead any more."""
    participant = person.the_participant()
    if substitutes.dismiss(here.session(), participant, here.now()):
        flash(_("Nobody is asked any more: the place is yours, as before."))
    return redirect(url_for("participants.home", slug=participant.edition.slug), 303)


def _name(form: WithdrawForm) -> None:
    """A mail asks the new person. The page says the same of every address."""
    limits.letter("substitute", form.email.data or "")
    named = substitutes.name(here.session(), person.the_participant(), form.successor(), here.now())
    flash(_("%(name)s gets a mail. The place passes as soon as its button is pressed.", name=named.name))


def _leave(form: WithdrawForm) -> Any:
    """What was done, in words."""
    session, participant, now = here.session(), person.the_participant(), here.now()
    if form.instead.data != NOBODY:
        colleague = colleagues.one(session, participant, form.instead.data)
        if colleague is None:
            raise Refused("This colleague is not there any more.", field="instead")
        handing_over.pass_to(session, participant, colleague, now)
        return _("You have withdrawn. %(name)s has your wishes and meetings.", name=colleague.name)
    registrations.withdraw(session, participant, now)
    return _("You have withdrawn. Those whom you would have met are told, and their agendas mended.")


def _page(form: WithdrawForm) -> str:
    meetings = sum(entry.end_at > here.now() for entry in my_agenda().held)
    return page("withdraw.html", form=form, meetings=meetings)
