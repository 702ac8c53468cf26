"""The answer to a meetup as fields: visitors give it when they register, participants change it later."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import InputRequired, NumberRange, Optional

from fairs.domain.registrations import GUESTS_AT_MOST, Reply
from fairs.web.voice import Form, WholeNumberField
from fairs.web.words import ANSWERS


class AnswerForm(Form):
    """Yes, maybe or no, and with whom."""

    says = RadioField(
        _l("Do you come?"),
        [InputRequired(_l("Say yes, maybe or no."))],
        choices=[SelectChoice(says, words) for says, words in ANSWERS.items()],
    )
    guests = WholeNumberField(
        _l("Guests whom you bring"),
        [Optional(), NumberRange(0, GUESTS_AT_MOST, _l("Between no guest and %(max)d, please."))],
    )

    def reply(self) -> Reply:
        """What was answered."""
        return Reply(self.says.data, self.guests.data or 0)
