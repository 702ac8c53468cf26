"""What a visitor types in. Fields bear the domain's names, so that its objections find their place."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from fairs.domain.disposable import object_to_disposable
from fairs.domain.invitations import WORDS_AT_MOST
from fairs.domain.mail_addresses import clean_email
from fairs.domain.registrations import NAME_LENGTH, Application
from fairs.domain.siret import clean_siret
from fairs.errors import Refused
from fairs.families import ALONE
from fairs.web import language
from fairs.web.answer_form import AnswerForm
from fairs.web.errors import say
from fairs.web.person import current_edition
from fairs.web.questions import QuestionsForm, with_questions
from fairs.web.voice import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wtforms import Field

    from fairs.models import Family, Question

NEEDED = InputRequired(_l("This is needed."))
SHORT = Length(max=NAME_LENGTH, message=_l("At most %(max)d signs, please."))
KEY_BYTES = 16

SHARED = _l("Others use this device too: forget me when the browser is closed, or after eight hours.")
CONSENT = _l("My organisation may stand in the public directory of this edition.")


class EnterForm(Form):
    """For how long this device shall be let in."""

    shared = BooleanField(SHARED)


class AddressForm(Form):
    """An e-mail address."""

    email = EmailField(_l("E-mail address"), [NEEDED, Length(max=254)])

    def validate_email(self, field: EmailField) -> None:
        """Object together with the other fields, not after them."""
        _object(field, clean_email)


class MeetupForm(AddressForm, AnswerForm):
    """Enough for an evening: who, and whether they come. Everything else can wait."""

    name = StringField(_l("Your first and last name"), [NEEDED, SHORT])
    organisation = StringField(_l("Organisation"), [SHORT])

    def application(self) -> Application:
        """What was typed in. Who comes for nobody comes as a citizen."""
        name, organisation = self.name.data or "", (self.organisation.data or "").strip()
        return Application(
            organisation=organisation or name,
            name=name,
            email=self.email.data or "",
            language=language.current(),
            listed=False,
            family="" if organisation else "citizen",
            reply=self.reply(),
        )


class RegistrationForm(QuestionsForm, AddressForm):
    """Everything that is needed to take part, and nothing more: five minutes on a telephone."""

    key = HiddenField(default=lambda: secrets.token_urlsafe(KEY_BYTES))
    family = SelectField(_l("How do you take part?"), [NEEDED])
    organisation = StringField(_l("Organisation"), [NEEDED, SHORT])
    legal_form = SelectField(_l("Legal form"), validate_choice=False)
    town = StringField(_l("Town"), [SHORT])
    siret = StringField(_l("SIRET"))
    name = StringField(_l("Your first and last name"), [NEEDED, SHORT])
    role = StringField(_l("Your role"), [SHORT])
    email = EmailField(_l("E-mail address"), [NEEDED, Length(max=254)])  # again, for its place here
    language = SelectField(_l("Language of your mails"), choices=language.LANGUAGES)
    listed = BooleanField(CONSENT)
    email_shown = BooleanField(_l("Those I will meet may see my e-mail address."))

    def validate_email(self, field: EmailField) -> None:
        """A place to which the agenda can be sent."""
        _object(field, lambda typed: object_to_disposable(current_edition(), clean_email(typed)))

    def validate_siret(self, field: StringField) -> None:
        """If one is given at all, it adds up."""
        _object(field, clean_siret)

    def application(self) -> Application:
        """What was typed in."""
        return Application(
            organisation=self.organisation.data or "",
            name=self.name.data or "",
            email=self.email.data or "",
            language=self.language.data,
            listed=self.listed.data,
            email_shown=self.email_shown.data,
            role=self.role.data or "",
            family=self.family_slug or (self.family.data if self.family else "") or "",
            town=self.town.data or "",
            legal_form=self.legal_form.data or "",
            siret=(self.siret.data or "") if self.siret else "",
            consent_wording=str(CONSENT),
            answers=self.settled.given,
            form_key=self.key.data or "",
        )


class LateForm(RegistrationForm):
    """The same after the end, with a word to the organiser."""

    words = TextAreaField(_l("Why does it have to be this edition?"), [Length(max=WORDS_AT_MOST)])


def late_form(families: Sequence[Family]) -> LateForm:
    """The form after the end. What an edition asks besides is answered once there is a way in."""
    form: Any = registration_form(families, None, (), LateForm)
    result: LateForm = form
    return result


def registration_form(
    families: Sequence[Family],
    family: Family | None,
    questions: Sequence[Question],
    kind: type[RegistrationForm] = RegistrationForm,
    **values: Any,
) -> RegistrationForm:
    """The form for somebody of a family; without one it asks for it, and for what everybody is asked."""
    form: Any = with_questions(kind, questions)(**values)
    form.family_slug = family.slug if family else ""
    form.family.choices = {"": ""} | {one.slug: one.name(language.current()) for one in families}
    if family or not families:
        del form.family  # the address or the form says it
    legal_forms = family.legal_forms if family else ()
    form.legal_form.choices = {"": ""} | {one: one for one in legal_forms}
    if form.legal_form.data not in legal_forms:
        form.legal_form.data = ""
    if family and family.kind in ALONE:
        form.organisation.validators = [SHORT]
        form.organisation.flags.required = False
        form.organisation.label.text = _l("Group or association")
        del form.siret
    result: RegistrationForm = form
    return result


def _object(field: Field, check: Callable[[str], object]) -> None:
    try:
        check(field.data or "")
    except Refused as refusal:
        raise ValidationError(say(refusal)) from refusal
