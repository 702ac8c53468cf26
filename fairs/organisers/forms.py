"""What organisers type in. Fields bear the domain's names, so that its objections find their place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    EmailField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from fairs.domain.editions import EditionSettings
from fairs.domain.runs import SECONDS_AT_MOST
from fairs.domain.venue import LABEL_AT_MOST, TABLES_AT_MOST, BlockPlan
from fairs.errors import Refused
from fairs.sheets.cells import instant
from fairs.web.voice import Form, WholeNumberField

if TYPE_CHECKING:
    from wtforms import Field

    from fairs.models import Block, Edition

REQUIRED = InputRequired(_l("This is needed."))
DATES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
ENOUGH_SECONDS = 20
FIRST_YEAR, LAST_YEAR = 2000, 2199  # of dates that somebody means
PLACES_AT_MOST = 100_000
MINUTES_AT_MOST = 24 * 60
SEATS_AT_MOST = 1_000


class BlockForm(Form):
    """A block of meetings, in the time of the place."""

    name = StringField(_l("Name"), [REQUIRED, Length(max=80)])
    held_on = DateField(_l("Date"), [REQUIRED])
    starts_at = TimeField(_l("Start"), [REQUIRED])
    ends_at = TimeField(_l("End"), [REQUIRED])
    meeting_minutes = WholeNumberField(_l("Minutes of each meeting"), [REQUIRED], at_most=MINUTES_AT_MOST)
    pause_minutes = WholeNumberField(_l("Minutes of pause after it"), [REQUIRED], at_most=MINUTES_AT_MOST)

    def plan(self, zone: ZoneInfo) -> BlockPlan:
        """What was typed, with instants. Raises Refused where the clocks skip a time."""
        starts = datetime.combine(given(self.held_on), given(self.starts_at))
        ends = datetime.combine(given(self.held_on), given(self.ends_at))
        return BlockPlan(
            name=given(self.name),
            starts_at=instant_of(starts, zone, "starts_at"),
            ends_at=instant_of(ends, zone, "ends_at"),
            meeting_minutes=given(self.meeting_minutes),
            pause_minutes=given(self.pause_minutes),
        )


class TablesForm(Form):
    """Tables in bulk."""

    count = WholeNumberField(_l("How many"), [REQUIRED, NumberRange(1, TABLES_AT_MOST)])
    prefix = StringField(_l("Called"), [Length(max=LABEL_AT_MOST)])
    seats = WholeNumberField(_l("Seats at each"), [REQUIRED], at_most=SEATS_AT_MOST)


class DeclineForm(Form):
    """The words that somebody reads who is not let in."""

    words = TextAreaField(_l("A word to this person"), [Length(max=2000)])


class AddressForm(Form):
    """The address at which somebody can really be reached."""

    email = EmailField(_l("E-mail address"), [REQUIRED, Length(max=254)])


class PlanForm(Form):
    """How long the solver may search."""

    seconds = WholeNumberField(
        _l("Seconds to search"), [REQUIRED, NumberRange(1, SECONDS_AT_MOST)], default=ENOUGH_SECONDS
    )


class SettingsForm(Form):
    """How an edition behaves, with times of the place."""

    opens_at = DateTimeLocalField(_l("Opens to the public"), [Optional()], format=DATES)  # asked of drafts
    registration_closes_at = DateTimeLocalField(_l("Registration closes"), [Optional()], format=DATES)
    wishes_close_at = DateTimeLocalField(_l("Wishes close"), [Optional()], format=DATES)
    capacity = WholeNumberField(
        _l("Places"),
        [Optional(), NumberRange(min=1, message=_l("At least %(min)d, or nothing at all."))],
        at_most=PLACES_AT_MOST,
    )
    approves_itself = BooleanField(_l("Approve everyone who confirms their address"))
    repairs_itself = BooleanField(_l("Publish repairs at once when somebody withdraws"))

    def settings(self, edition: Edition) -> EditionSettings:
        """What was typed, with instants. Raises Refused where the clocks skip a time.

        What is about meetings stays as it is where there are none: nobody is asked for it.
        """
        zone, asked = ZoneInfo(edition.timezone), edition.has_meetings

        def typed(field: Field) -> datetime | None:
            return instant_of(field.data, zone, field.name) if field.data else None

        return EditionSettings(
            opens_at=typed(self.opens_at),
            registration_closes_at=typed(self.registration_closes_at),
            wishes_close_at=typed(self.wishes_close_at) if asked else edition.wishes_close_at,
            capacity=self.capacity.data,
            approves_itself=self.approves_itself.data,
            repairs_itself=self.repairs_itself.data if asked else edition.repairs_itself,
        )


def of_block(block: Block, zone: ZoneInfo) -> BlockForm:
    """The form with a block in it."""
    starts, ends = block.starts_at.astimezone(zone), block.ends_at.astimezone(zone)
    return BlockForm(
        data={
            "name": block.name,
            "held_on": starts.date(),
            "starts_at": starts.time(),
            "ends_at": ends.time(),
            "meeting_minutes": block.meeting_minutes,
            "pause_minutes": block.pause_minutes,
        }
    )


def of_edition(edition: Edition) -> SettingsForm:
    """The form with the settings of an edition in it."""
    zone = ZoneInfo(edition.timezone)
    dates = ("opens_at", "registration_closes_at", "wishes_close_at")
    set_so_far = {name: getattr(edition, name) for name in dates if getattr(edition, name) is not None}
    return SettingsForm(
        data={name: instant.astimezone(zone) for name, instant in set_so_far.items()}
        | {
            "capacity": edition.capacity,
            "approves_itself": edition.approves_itself,
            "repairs_itself": edition.repairs_itself,
        }
    )


def next_block(edition: Edition, ends_at: datetime | None) -> BlockForm:
    """A form for one more block, with what most likely will be typed."""
    zone = ZoneInfo(edition.timezone)
    starts = (ends_at or edition.starts_at).astimezone(zone)
    if ends_at is not None:
        starts = starts.replace(minute=0) + timedelta(hours=2)
    return BlockForm(
        data={
            "name": "",
            "held_on": starts.date(),
            "starts_at": starts.time(),
            "ends_at": (starts + timedelta(hours=3)).time(),
            "meeting_minutes": 20,
            "pause_minutes": 5,
        }
    )


def instant_of(local: datetime, zone: ZoneInfo, field: str) -> datetime:
    """The instant at which the clocks of the place show this. Raises Refused where they skip it."""
    minutes = local.hour * 60 + local.minute
    try:
        found = instant(local.date(), minutes, zone)
    except OverflowError:  # the clocks of the place begin and end later than the calendar
        raise Refused("No fair is held in the year %(year)d.", field=field, year=local.year) from None
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise Refused("No fair is held in the year %(year)d.", field=field, year=local.year)
    if found is None:
        raise Refused(
            "On that day the clocks go forward and skip %(time)s: choose another time.",
            field=field,
            time=f"{local:%H:%M}",
        )
    return found


def given(field: Field) -> Any:
    """What a required field holds once the form is validated."""
    return field.data
