"""A new fair or meetup, with its first edition."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ColorField, DateTimeLocalField, EmailField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import Length, ValidationError

from fairs.domain import founding as verbs
from fairs.domain.founding import FairPlan, Identity
from fairs.domain.mail_addresses import clean_email
from fairs.domain.moving import WhenAndWhere
from fairs.domain.registrations import NAME_LENGTH
from fairs.errors import NotFound, Refused
from fairs.organisers.bench import organisers
from fairs.organisers.forms import DATES, REQUIRED, given, instant_of
from fairs.queries import editions as reads
from fairs.web import here, language, person, policy
from fairs.web.errors import say, told_in
from fairs.web.voice import Form
from fairs.web.zones import ZONES

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from fairs.models import Account

SHORT = Length(max=NAME_LENGTH, message=_l("At most %(max)d signs, please."))
PARIS = "Europe/Paris"
WEEKS_AHEAD = 12


class IdentityForm(Form):
    """What a fair is called, who stages it where, how it looks, and who answers."""

    name = StringField(_l("Name"), [REQUIRED, SHORT])
    network = StringField(_l("Who stages it"), [REQUIRED, SHORT])
    territory = StringField(_l("Territory"), [REQUIRED, SHORT])
    language = SelectField(_l("Its language"), choices=language.LANGUAGES)
    accent = ColorField(_l("Its colour"), [REQUIRED], default="#b4552d")
    contact_name = StringField(_l("Who answers"), [REQUIRED, SHORT])
    contact_email = EmailField(_l("Address for answers"), [REQUIRED, Length(max=254)])

    def validate_accent(self, field: ColorField) -> None:
        """Object together with the other fields, not after them."""
        _objected(verbs.object_to_accent, (field.data or "").strip())

    def validate_contact_email(self, field: EmailField) -> None:
        """The same."""
        _objected(clean_email, field.data or "")

    def identity(self) -> Identity:
        """What was typed."""
        return Identity(**{field.name: given(self[field.name]) for field in fields(Identity)})


class FairForm(IdentityForm):
    """The same, and what it is, and when and where it takes place for the first time."""

    name = StringField(_l("Name"), [REQUIRED, SHORT])  # again, for their places here
    kind = RadioField(
        _l("What is it?"),
        [REQUIRED],
        choices=[
            SelectChoice(
                "fair", _l("A business fair: meetings of two, planned from the wishes of those who come")
            ),
            SelectChoice("meetup", _l("A meetup: people gather, mostly in the evening, and again and again")),
        ],
        default="fair",
    )
    network = StringField(_l("Who stages it"), [REQUIRED, SHORT])
    territory = StringField(_l("Territory"), [REQUIRED, SHORT])
    language = SelectField(_l("Its language"), choices=language.LANGUAGES)
    accent = ColorField(_l("Its colour"), [REQUIRED], default="#b4552d")
    starts_at = DateTimeLocalField(_l("Begins"), [REQUIRED], format=DATES)
    ends_at = DateTimeLocalField(_l("Ends"), [REQUIRED], format=DATES)
    timezone = StringField(_l("Time zone"), [REQUIRED])
    venue = StringField(_l("Place"), [REQUIRED, SHORT])
    address = StringField(_l("Street and town"), [Length(max=300)])
    contact_name = StringField(_l("Who answers"), [REQUIRED, SHORT])
    contact_email = EmailField(_l("Address for answers"), [REQUIRED, Length(max=254)])

    def validate_timezone(self, field: StringField) -> None:
        """Object before the hours are read by it."""
        _objected(verbs.object_to_zone, field.data or "")

    def plan(self) -> FairPlan:
        """What was typed, with instants. Raises Refused where the clocks skip a time."""
        zone = ZoneInfo(given(self.timezone))
        return FairPlan(
            **asdict(self.identity()),
            kind=given(self.kind),
            timezone=given(self.timezone),
            first=WhenAndWhere(
                starts_at=instant_of(given(self.starts_at), zone, "starts_at"),
                ends_at=instant_of(given(self.ends_at), zone, "ends_at"),
                venue=given(self.venue).strip(),
                address=(self.address.data or "").strip(),
            ),
        )


def _objected(verb: Any, written: str) -> None:
    try:
        verb(written)
    except Refused as refusal:
        raise ValidationError(say(refusal)) from refusal


@organisers.get("/new")
@policy.organiser
def new_fair() -> str:
    """The form, with what most likely will be typed."""
    return _page(FairForm(data=_likely(_account())))


@organisers.post("/new")
@policy.organiser
def found_fair() -> Response | tuple[str, int]:
    """Begin it; who does so owns it."""
    account, form = _account(), FairForm()
    if form.validate():
        with told_in(form):
            edition = verbs.found(here.session(), account, form.plan(), here.now())
            flash(_("There it is, as a draft that only you see. Say in a few words what it is."))
            return redirect(url_for("organisers.texts", slug=edition.slug), 303)
    return _page(form), 422


def _page(form: FairForm) -> str:
    return render_template("organisers/new.html", form=form, zones=ZONES)


def _account() -> Account:
    account = person.current_account()
    if account is None:
        raise NotFound("This page is for organisers.")
    return account


def _likely(account: Account) -> dict[str, Any]:
    """As the newest of their editions has it, in some weeks, at nine."""
    known = reads.of_organiser(here.session(), account)
    last = known[-1] if known else None
    zone = last.timezone if last else PARIS
    day = here.now().astimezone(ZoneInfo(zone)) + timedelta(weeks=WEEKS_AHEAD)
    return {
        "language": last.fair.language if last else account.language,
        "network": last.fair.network if last else "",
        "territory": last.fair.territory if last else "",
        "timezone": zone,
        "starts_at": day.replace(hour=9, minute=0),
        "ends_at": day.replace(hour=17, minute=0),
        "contact_name": last.contact_name if last else account.name,
        "contact_email": last.contact_email if last else account.email,
    }
