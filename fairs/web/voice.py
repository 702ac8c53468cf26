"""What forms find wrong by themselves, in the voice of the house: WTForms speaks like a program."""

from __future__ import annotations

from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.i18n import translations
from wtforms import IntegerField
from wtforms.fields.core import UnboundField
from wtforms.validators import NumberRange, StopValidation

ONE_OF_THESE = _l("Choose one of what stands here.")
SAID = {
    "This field is required.": _l("This is needed."),
    "Not a valid choice.": ONE_OF_THESE,
    "Invalid Choice: could not coerce.": ONE_OF_THESE,
    "Invalid choice(s): one or more data inputs could not be coerced.": ONE_OF_THESE,
    "Invalid value, must be one of: %(values)s.": ONE_OF_THESE,
    "Not a valid integer value.": _l("Write a whole number, in figures."),
    "Not a valid date value.": _l("Write a date, such as 2027-03-18."),
    "Not a valid time value.": _l("Write a time, such as 09:30."),
    "Not a valid datetime value.": _l("Write a date and a time, such as 2027-03-18 09:30."),
    "Field cannot be longer than %(max)d character.": _l("At most %(max)d characters have room here."),
    "Number must be at most %(max)s.": _l("At most %(max)s."),
    "Number must be at least %(min)s.": _l("At least %(min)s."),
    "Number must be between %(min)s and %(max)s.": _l("A number from %(min)s to %(max)s."),
    "'%(value)s' is not a valid choice for this field.": _l("Choose among what stands here."),
}


class Voice:
    """Where WTForms looks for its sentences."""

    def gettext(self, sentence: str) -> str:
        """Our sentence in the reader's language; theirs where there is none."""
        return str(SAID[sentence]) if sentence in SAID else str(translations.gettext(sentence))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The same where a number is in it: our sentences suit any."""
        if singular in SAID:
            return str(SAID[singular])
        return str(translations.ngettext(singular, plural, number))


class Plain:
    """How fields are made: what is typed comes without the one sign that a database cannot hold."""

    def bind_field(self, form: Any, unbound: Any, options: dict[str, Any]) -> Any:
        """As WTForms does it, with one filter more where text is typed."""
        if issubclass(unbound.field_class, wtforms.StringField):
            options = {**options, "filters": (*unbound.kwargs.get("filters", ()), _without_nothing)}
            unbound = UnboundField(unbound.field_class, *unbound.args, **_but(unbound.kwargs, "filters"))
        return unbound.bind(form=form, **options)


def _without_nothing(typed: str | None) -> str | None:
    return typed.replace("\0", "") if typed else typed


def _but(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}


class Form(FlaskForm):  # type: ignore[misc] # flask_wtf ships no types
    """A form that speaks so."""

    class Meta(Plain, FlaskForm.Meta):  # type: ignore[misc] # the same
        """What WTForms is told of it."""

        def get_translations(self, _form: FlaskForm) -> Voice:
            """Ours."""
            return Voice()


class Part(wtforms.Form):
    """A row of such a form: it comes with the secret of the whole."""

    class Meta(Plain):
        """What WTForms is told of it."""

        def get_translations(self, _form: wtforms.Form) -> Voice:
            """Ours."""
            return Voice()


class WholeNumberField(IntegerField):
    """A whole number that a database can hold. What is none is told once."""

    def __init__(self, label: Any, validators: Any = (), at_most: int = 1_000_000, **more: Any) -> None:
        bounded = any(isinstance(one, NumberRange) and one.max is not None for one in validators)
        super().__init__(label, [*validators, *(() if bounded else (NumberRange(max=at_most),))], **more)

    def pre_validate(self, form: Any) -> None:
        """Nothing more is to be said of what could not be read."""
        super().pre_validate(form)
        if self.errors and any(written.strip() for written in self.raw_data or ()):
            raise StopValidation
