"""What a visitor types in. Fields bear the domain's names, so that its objections find their place."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from fairs.domain.invitations import WORDS_AT_MOST
from fairs.domain.mail_addresses import clean_email
from fairs.domain.registrations import NAME_LENGTH, Application
from fairs.errors import Refused
from fairs.web import language
from fairs.web.answer_form import AnswerForm
from fairs.web.errors import say
from fairs.web.presentation import families

NEEDED = InputRequired(_l("This is needed."))
SHORT = Length(max=NAME_LENGTH, message=_l("At most %(max)d signs, please."))

CONSENT = _l("My organisation may stand in the public directory of this edition.")


class AddressForm(FlaskForm):  # type: ignore[misc] # flask_wtf ships no types
    """An e-mail address."""

    email = EmailField(_l("E-mail address"), [NEEDED, Length(max=254)])

    def validate_email(self, field: EmailField) -> None:
        """Object together with the other fields, not after them."""
        try:
            clean_email(field.data or "")
        except Refused as refusal:
            raise ValidationError(say(refusal)) from refusal


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


class RegistrationForm(AddressForm):
    """Everything that is needed to take part, and nothing more: five minutes on a telephone."""

    organisation = StringField(_l("Organisation"), [NEEDED, SHORT])
    family = SelectField(_l("What kind of organisation is it?"), [NEEDED], choices=families)
    town = StringField(_l("Town"), [SHORT])
    name = StringField(_l("Your first and last name"), [NEEDED, SHORT])
    role = StringField(_l("Your role"), [SHORT])
    email = EmailField(_l("E-mail address"), [NEEDED, Length(max=254)])  # again, for its place here
    language = SelectField(_l("Language of your mails"), choices=language.LANGUAGES)
    listed = BooleanField(CONSENT)
    email_shown = BooleanField(_l("Those I will meet may see my e-mail address."))

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
            family=self.family.data or "",
            town=self.town.data or "",
            consent_wording=str(CONSENT),
        )


class LateForm(RegistrationForm):
    """The same after the end, with a word to the organiser."""

    words = TextAreaField(_l("Why does it have to be this edition?"), [Length(max=WORDS_AT_MOST)])
