"""An activity as it is typed in: words in each language, hours of the place."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import Length, NumberRange, Optional

from fairs.domain.activities import Plan, Words
from fairs.domain.activity_quotas import field_of
from fairs.organisers.forms import PLACES_AT_MOST, REQUIRED, given, instant_of
from fairs.web.voice import Form, WholeNumberField
from fairs.web.words import ACTIVITIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fairs.models import Activity, Edition, Family

QUOTA = "quota_"
AN_HOUR = timedelta(hours=1)
SHORT = Length(max=200, message=_l("At most %(max)d signs, please."))
LONG = Length(max=4000, message=_l("At most %(max)d signs, please."))


class ActivityForm(Form):
    """One item of the programme."""

    kind = SelectField(
        _l("What is it?"), choices=[SelectChoice(kind, words) for kind, words in ACTIVITIES.items()]
    )
    title_fr = StringField(_l("Title in French"), [SHORT])
    words_fr = TextAreaField(_l("What it is about, in French"), [LONG])
    title_en = StringField(_l("Title in English"), [SHORT])
    words_en = TextAreaField(_l("What it is about, in English"), [LONG])
    held_on = DateField(_l("Date"), [REQUIRED])
    starts_at = TimeField(_l("Start"), [REQUIRED])
    ends_at = TimeField(_l("End"), [REQUIRED])
    room = StringField(_l("Room"), [SHORT])
    facilitator = StringField(_l("Who leads it"), [SHORT])
    places = WholeNumberField(
        _l("Places"),
        [Optional(), NumberRange(min=1, message=_l("At least %(min)d, or nothing at all."))],
        at_most=PLACES_AT_MOST,
    )

    def plan(self, zone: ZoneInfo) -> Plan:
        """What was typed, with instants. Raises Refused where the clocks skip a time."""
        starts = datetime.combine(given(self.held_on), given(self.starts_at))
        ends = datetime.combine(given(self.held_on), given(self.ends_at))
        return Plan(
            kind=given(self.kind),
            texts={
                "fr": Words(self.title_fr.data or "", self.words_fr.data or ""),
                "en": Words(self.title_en.data or "", self.words_en.data or ""),
            },
            starts_at=instant_of(starts, zone, "starts_at"),
            ends_at=instant_of(ends, zone, "ends_at"),
            room=self.room.data or "",
            facilitator=self.facilitator.data or "",
            places=self.places.data,
            quotas={
                uuid.UUID(number.name.removeprefix(QUOTA)): number.data
                for number in self.quotas()
                if number.data is not None
            },
        )

    def quotas(self) -> list[WholeNumberField]:
        """The numbers of the families."""
        return [number for number in self if number.name.startswith(QUOTA)]


def form_for(families: Sequence[Family], language: str) -> type[ActivityForm]:
    """The form, with a number for each family of the edition."""
    numbers = {field_of(family.id): _quota(family.name(language)) for family in families}
    return type("ActivityFormOfFamilies", (ActivityForm,), numbers)


def _quota(name: str) -> WholeNumberField:
    least = NumberRange(min=0, message=_l("At least %(min)d, or nothing at all."))
    return WholeNumberField(name, [Optional(), least], at_most=PLACES_AT_MOST)


def of_activity(
    form: type[ActivityForm], activity: Activity, quotas: Mapping[uuid.UUID, int]
) -> ActivityForm:
    """The form with an activity in it, whatever else was sent."""
    zone = ZoneInfo(activity.edition.timezone)
    starts, ends = activity.starts_at.astimezone(zone), activity.ends_at.astimezone(zone)
    words = {text.language: text for text in activity.texts}
    said: dict[str, object] = {
        f"{name}_{language}": value
        for language, text in words.items()
        for name, value in (("title", text.title), ("words", text.words))
    }
    said |= {field_of(family_id): places for family_id, places in quotas.items()}
    return form(
        formdata=None,
        data=said
        | {
            "kind": activity.kind,
            "held_on": starts.date(),
            "starts_at": starts.time(),
            "ends_at": ends.time(),
            "room": activity.room,
            "facilitator": activity.facilitator,
            "places": activity.places,
        },
    )


def next_activity(form: type[ActivityForm], edition: Edition, after: datetime | None) -> ActivityForm:
    """A form for one more, with what most likely will be typed."""
    zone = ZoneInfo(edition.timezone)
    starts = after if after and after < edition.ends_at else edition.starts_at
    ends = min(starts + AN_HOUR, edition.ends_at)
    return form(
        data={
            "kind": "talk",
            "held_on": starts.astimezone(zone).date(),
            "starts_at": starts.astimezone(zone).time(),
            "ends_at": ends.astimezone(zone).time(),
        }
    )
