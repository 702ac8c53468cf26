"""What participants type in. Fields bear the domain's names, so that its objections find their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Length, Optional, Regexp

from fairs.domain.profiles import LISTINGS, Profile, reminders_of
from fairs.domain.registrations import NAME_LENGTH
from fairs.domain.wishes import MESSAGE_LENGTH
from fairs.participants.words import LEVELS, reminders
from fairs.web import language
from fairs.web.presentation import cooperations, families
from fairs.web.voice import Form, Part

if TYPE_CHECKING:
    from fairs.models import Participant
    from fairs.models.organisation import Cooperation, Side
    from fairs.models.participant import Level

NEEDED = InputRequired(_l("This is needed."))
SHORT = Length(max=NAME_LENGTH, message=_l("At most %(max)d signs, please."))
PITCH_LENGTH = 600
LISTING_LENGTH = 300
EMPTY_ROWS = 2
TAKE_BACK = "none"


class ListingForm(Part):
    """One offer, or one need."""

    cooperation = SelectField(_l("Kind"), choices=cooperations)
    text = TextAreaField(_l("What exactly?"), [Length(max=LISTING_LENGTH, message=SHORT.message)])


class ProfileForm(Form):
    """Who comes, on whose behalf, and with what."""

    name = StringField(_l("Your first and last name"), [NEEDED, SHORT])
    role = StringField(_l("Your role"), [SHORT])
    language = SelectField(_l("Language of your mails"), choices=language.LANGUAGES)
    organisation = StringField(_l("Organisation"), [NEEDED, SHORT])
    family = SelectField(_l("What kind of organisation is it?"), [NEEDED], choices=families)
    town = StringField(_l("Town"), [SHORT])
    website = StringField(
        _l("Web site"),
        [
            Optional(),
            Length(max=500),
            Regexp(r"^https?://\S+$", message=_l("A web address begins with https:// and holds no spaces.")),
        ],
    )
    pitch = TextAreaField(
        _l("In two sentences: what do you do?"), [Length(max=PITCH_LENGTH, message=SHORT.message)]
    )
    offer = FieldList(FormField(ListingForm), _l("What you offer"), max_entries=LISTINGS + EMPTY_ROWS)
    need = FieldList(FormField(ListingForm), _l("What you need"), max_entries=LISTINGS + EMPTY_ROWS)
    listed = BooleanField(_l("My organisation may stand in the public directory of this edition."))
    email_shown = BooleanField(_l("Those I will meet may see my e-mail address."))
    reminders = RadioField(_l("Reminders by mail"), choices=reminders, default="dates")

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        if self.is_submitted():
            return  # the rows are those that were sent
        for side in (self.offer, self.need):
            while len(side) < LISTINGS and sum(not row.text.data for row in side) < EMPTY_ROWS:
                side.append_entry()

    def profile(self) -> Profile:
        """What was typed in."""
        return Profile(
            name=self.name.data or "",
            role=self.role.data or "",
            organisation=self.organisation.data or "",
            town=self.town.data or "",
            website=self.website.data or "",
            pitch=self.pitch.data or "",
            family=self.family.data,
            offers=_typed(self.offer),
            needs=_typed(self.need),
            listed=self.listed.data,
            email_shown=self.email_shown.data,
            language=self.language.data,
            reminders=self.reminders.data,
        )


def of_participant(participant: Participant) -> ProfileForm:
    """The form with a participant in it."""
    organisation = participant.organisation
    return ProfileForm(
        data={
            "name": participant.name,
            "role": participant.role,
            "language": participant.language,
            "organisation": organisation.name,
            "family": organisation.family,
            "town": organisation.town,
            "website": organisation.website,
            "pitch": organisation.pitch,
            "offer": _listed(participant, "offer"),
            "need": _listed(participant, "need"),
            "listed": participant.listed,
            "email_shown": participant.email_shown,
            "reminders": reminders_of(participant),
        }
    )


class WishForm(Form):
    """How much one wishes to meet somebody, and why. Each level is a button."""

    level = StringField(validators=[AnyOf((*LEVELS, TAKE_BACK))])
    message = TextAreaField(_l("A word why"), [Length(max=MESSAGE_LENGTH, message=SHORT.message)])

    @property
    def chosen(self) -> Level | None:
        """The level; None takes the wish back."""
        return next((level for level in LEVELS if level == self.level.data), None)


def _listed(participant: Participant, side: Side) -> list[dict[str, str]]:
    return [
        {"cooperation": listing.cooperation, "text": listing.text}
        for listing in participant.organisation.listed(side)
    ]


def _typed(rows: FieldList[Any]) -> tuple[tuple[Cooperation, str], ...]:
    return tuple((row.cooperation.data, row.text.data) for row in rows if (row.text.data or "").strip())
