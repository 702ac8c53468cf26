"""What is typed in on the way in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from fairs.domain.mail_addresses import clean_email
from fairs.domain.registrations import NAME_LENGTH
from fairs.errors import Refused
from fairs.web.errors import say
from fairs.web.voice import Form

NEEDED = InputRequired(_l("This is needed."))
SHARED = _l("Others use this device too: sign me out when the browser is closed, or after eight hours.")


class SignInForm(Form):
    """The address that a link and a code are mailed to."""

    email = EmailField(_l("Your e-mail address"), [NEEDED, Length(max=254)])

    def validate_email(self, field: EmailField) -> None:
        """Object to what is no address, whether anybody is known by it or not."""
        try:
            clean_email(field.data or "")
        except Refused as refusal:
            raise ValidationError(say(refusal)) from refusal


class NewAddressForm(SignInForm):
    """The address that mails shall go to."""

    email = EmailField(_l("Your new e-mail address"), [NEEDED, Length(max=254)])


class DoorForm(Form):
    """For how long this device shall be signed in."""

    shared = BooleanField(SHARED)


class CodeForm(DoorForm):
    """The code of the mail."""

    code = StringField(_l("Code of six digits"), [NEEDED, Length(max=20)])
    shared = BooleanField(SHARED)


class SecondForm(Form):
    """A code of the app, or one that was written down."""

    code = StringField(_l("Code"), [NEEDED, Length(max=40)])


class NameForm(Form):
    """What somebody is called."""

    name = StringField(_l("Your first and last name"), [NEEDED, Length(max=NAME_LENGTH)])
