"""Whom to invite: persons by links of their own, groups by one link; and who asks for an exception."""

from __future__ import annotations

from email.utils import parseaddr
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import BooleanField, DateTimeLocalField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from fairs.domain import invitations as verbs
from fairs.domain import tokens
from fairs.domain.invitations import SEATS_AT_MOST, WORDS_AT_MOST, Guest, holds
from fairs.domain.mail_addresses import clean_email
from fairs.errors import Refused
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import DATES, REQUIRED, DeclineForm, given, instant_of
from fairs.queries import families
from fairs.queries import invitations as reads
from fairs.web import here, language, policy
from fairs.web.errors import told_in
from fairs.web.person import current_edition
from fairs.web.voice import Form, WholeNumberField

if TYPE_CHECKING:
    from datetime import datetime

    from werkzeug.wrappers import Response
    from wtforms import Field

    from fairs.models import Family, Invitation

AT_ONCE = 200  # people


def _families() -> dict[str, str]:
    every = families.of_edition(here.session(), current_edition())
    return {"": _("whichever they choose")} | {one.slug: one.name(language.current()) for one in every}


class InviteForm(Form):
    """People to invite, by their addresses."""

    people = TextAreaField(_l("Addresses, one a line"), [REQUIRED, Length(max=40_000)])
    family = SelectField(_l("Family"), choices=_families)
    language = SelectField(_l("Language of the mail"), choices=language.LANGUAGES)
    words = TextAreaField(_l("A word to them"), [Length(max=WORDS_AT_MOST)])
    expires_at = DateTimeLocalField(_l("Holds until"), [Optional()], format=DATES)
    approves = BooleanField(_l("Whoever comes by it needs no further approval"), default=True)

    def validate_people(self, _field: Field) -> None:
        """All that is wrong at once, each with its line."""
        lines = self.lines()
        wrong = [str(number) for number, (_name, email) in lines if not _is_address(email)]
        if wrong:
            raise ValidationError(
                ngettext(
                    "Line %(lines)s is no e-mail address.",
                    "Lines %(lines)s are no e-mail addresses.",
                    len(wrong),
                    lines=", ".join(wrong),
                )
            )
        if len(lines) > AT_ONCE:
            raise ValidationError(_("At most %(most)d people at a time, please.", most=AT_ONCE))

    def lines(self) -> list[tuple[int, tuple[str, str]]]:
        """Each line that says something, with its number: name and address."""
        written = enumerate((self.people.data or "").splitlines(), start=1)
        return [(number, _parsed(line)) for number, line in written if line.strip()]


class GroupForm(Form):
    """A link for a group."""

    label = StringField(_l("Which group"), [REQUIRED, Length(max=120)])
    seats = WholeNumberField(
        _l("Seats"), [REQUIRED, NumberRange(1, SEATS_AT_MOST, _l("Between %(min)d and %(max)d, please."))]
    )
    family = SelectField(_l("Family"), choices=_families, id="group-family")  # the page has both forms
    expires_at = DateTimeLocalField(_l("Holds until"), [Optional()], format=DATES, id="group-expires")
    approves = BooleanField(
        _l("Whoever comes by it needs no further approval"), default=True, id="group-approves"
    )


@organisers.get("/<slug>/invitations")
@policy.organiser
def invitations() -> str:
    """Who was invited, who asks for an exception, and the forms to invite more."""
    return _page()


def _page(people: InviteForm | None = None, group: GroupForm | None = None) -> str:
    session, edition = here.session(), current_edition()
    return bench(
        "organisers/invitations.html",
        "organisers.people",
        invitations=reads.of_edition(session, edition),
        undecided=reads.undecided(session, edition),
        holds=holds,
        link=_link,
        people_form=people or InviteForm(formdata=None, data={"language": edition.fair.language}),
        group_form=group or GroupForm(formdata=None, data={"seats": 10}),
        decline_form=DeclineForm(formdata=None),
    )


def _link(invitation: Invitation) -> str:
    """The address of a group's link, to be handed on."""
    secret = here.settings().secret_key
    raw = tokens.written(here.session(), "invitation", invitation.id, secret, here.now())
    return f"{here.settings().base_url}/i/{raw}" if raw else ""


@organisers.post("/<slug>/invitations/people")
@policy.organiser
def invite() -> Response | tuple[str, int]:
    """Mail each of them a link. Who is registered or invited already is left out, and that is said."""
    session, edition, form = here.session(), current_edition(), InviteForm()
    if form.validate():
        with told_in(form):
            until, family = _until(form.expires_at), _family(form.family.data)
            invited = [
                verbs.invite(
                    session,
                    edition,
                    Guest(
                        email=email,
                        label=name,
                        language=form.language.data,
                        words=form.words.data or "",
                        family=family,
                        approves=form.approves.data,
                        expires_at=until,
                        filled_in={"name": name} if name else {},
                    ),
                    here.now(),
                )
                for _number, (name, email) in form.lines()
            ]
            _tell_how_many(invited)
            return go("invitations")
    return _page(people=form), 422


def _tell_how_many(invited: list[Invitation | None]) -> None:
    sent = sum(one is not None for one in invited)
    flash(ngettext("%(num)d person is invited.", "%(num)d people are invited.", sent))
    if left := len(invited) - sent:
        flash(
            ngettext(
                "%(num)d person is registered or invited already and was left out.",
                "%(num)d people are registered or invited already and were left out.",
                left,
            )
        )


@organisers.post("/<slug>/invitations/group")
@policy.organiser
def invite_group() -> Response | tuple[str, int]:
    """Open a link for a group."""
    session, edition, form = here.session(), current_edition(), GroupForm()
    if form.validate():
        with told_in(form):
            opened = verbs.invite_group(
                session,
                edition,
                given(form.label),
                given(form.seats),
                _family(form.family.data),
                approves=form.approves.data,
                expires_at=_until(form.expires_at),
                now=here.now(),
            )
            tokens.issue(here.session(), "invitation", opened.id, here.settings().secret_key, here.now())
            flash(_("The link stands below: hand it on to the group."))
            return go("invitations")
    return _page(group=form), 422


@organisers.post("/<slug>/invitations/<invitation_id>/revoke")
@policy.organiser
def revoke_invitation(invitation_id: str) -> Response:
    """Take it back."""
    verbs.revoke(here.session(), _one(invitation_id), here.now())
    flash(_("The invitation is taken back: its link is dead."))
    return go("invitations")


@organisers.post("/<slug>/invitations/<invitation_id>/grant")
@policy.organiser
def grant_exception(invitation_id: str) -> Response:
    """Open registration again for one person."""
    found = _one(invitation_id)
    verbs.grant(here.session(), found, here.now())
    flash(_("%(who)s gets a link by which they can still register.", who=found.label))
    return go("invitations")


@organisers.post("/<slug>/invitations/<invitation_id>/refuse")
@policy.organiser
def refuse_exception(invitation_id: str) -> Response:
    """Say that there is no way any more."""
    found = _one(invitation_id)
    verbs.refuse(here.session(), found, request.form.get("words", ""), here.now())
    flash(_("%(who)s is told that it is not possible any more.", who=found.label))
    return go("invitations")


def _one(invitation_id: str) -> Invitation:
    return reads.by_id(here.session(), current_edition(), invitation_id)


def _family(slug: str | None) -> Family | None:
    return families.by_slug(here.session(), current_edition(), slug) if slug else None


def _until(field: Field) -> datetime | None:
    zone = ZoneInfo(current_edition().timezone)
    return instant_of(field.data, zone, field.name) if field.data else None


def _parsed(line: str) -> tuple[str, str]:
    name, email = parseaddr(line.strip().rstrip(",;"))
    return name.strip(), email


def _is_address(email: str) -> bool:
    try:
        clean_email(email)
    except Refused:
        return False
    return True
