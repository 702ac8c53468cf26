"""Other programs that are told what happens to the edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # the stubs are older
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from fairs.domain import webhooks as verbs
from fairs.domain.targets import object_to_address
from fairs.errors import Refused
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.forms import given
from fairs.organisers.troubles import in_words
from fairs.queries import webhooks as reads
from fairs.web import here, policy
from fairs.web.errors import say, told_in
from fairs.web.person import current_edition
from fairs.web.voice import Form

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from fairs.models import Webhook

ROOM = "organisers.settings"
WORDS = {
    "RegistrationReceived": _l("somebody registered"),
    "RegistrationConfirmed": _l("somebody confirmed the address"),
    "PersonImported": _l("somebody was registered by a sheet"),
    "PersonTakenBack": _l("somebody whom a sheet had registered was taken back"),
    "RegistrationApproved": _l("somebody was approved"),
    "RegistrationDeclined": _l("somebody was declined"),
    "ParticipantWithdrew": _l("somebody withdrew"),
    "ProfileChanged": _l("a profile changed"),
    "WishesDeclared": _l("wishes changed"),
    "AbsencesDeclared": _l("somebody said when they cannot come"),
    "VenueLaidOut": _l("blocks or tables changed"),
    "EditionChanged": _l("settings changed"),
    "EditionOpened": _l("the edition opened"),
    "RegistrationClosed": _l("registration closed"),
    "WishesClosed": _l("wishes closed"),
    "EditionMoved": _l("the edition moved to another date"),
    "EditionCancelled": _l("the edition was cancelled"),
    "AnswerChanged": _l("somebody answered otherwise"),
    "SchedulePlanned": _l("a grid was made"),
    "SchedulePublished": _l("a grid was published"),
    "AgendaPublished": _l("somebody's agenda is new or has changed"),
}
TOLD = {verbs.KINDS[kind].name: words for kind, words in WORDS.items()} | {verbs.TEST.name: _l("a test")}
"""What it is told, by the names under which it is."""


def _kinds() -> SelectMultipleField:
    return SelectMultipleField(
        _l("It is told when"),
        [InputRequired(_l("Choose at least one kind of event."))],
        choices=[SelectChoice(kind, WORDS[kind]) for kind in verbs.KINDS],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class Everything(Form):
    """A tick that stands for all others."""

    everything = BooleanField(_l("Tell it of everything"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever ticks it need not tick the others."""
        if self.everything.data:
            self.kinds.data = self.kinds.raw_data = list(verbs.KINDS)
        return bool(super().validate(extra_validators))


class KindsForm(Everything):
    """Of what a program is told."""

    kinds = _kinds()


class WebhookForm(Everything):
    """Where a program listens, and of what it is told."""

    address = StringField(_l("Address"), [InputRequired(_l("This is needed."))])
    kinds = _kinds()

    def validate_address(self, field: StringField) -> None:
        """Object together with the other field, not after it."""
        try:
            object_to_address((field.data or "").strip(), here.settings().webhook_hosts)
        except Refused as refusal:
            raise ValidationError(say(refusal)) from refusal


@organisers.get("/<slug>/webhooks")
@policy.organiser
def webhooks() -> str:
    """Those there are, and the form for another."""
    return _list(WebhookForm())


@organisers.post("/<slug>/webhooks")
@policy.organiser
def register_webhook() -> Response | tuple[str, int]:
    """Tell another program from now on."""
    form = WebhookForm()
    if form.validate():
        with told_in(form):
            address, trusted = given(form.address).strip(), here.settings().webhook_hosts
            added = verbs.register(
                here.session(), current_edition(), address, given(form.kinds), trusted, here.now()
            )
            flash(_("It is told from now on. Its secret stands below: the other program needs it."))
            return go("webhook", webhook_id=added.id, show="secret")
    return _list(form), 422


@organisers.get("/<slug>/webhooks/<webhook_id>")
@policy.organiser
def webhook(webhook_id: str) -> str:
    """One of them: what it hears, its secret, the latest tries."""
    found = _webhook(webhook_id)
    return _page(found, KindsForm(data={"kinds": found.kinds}))


@organisers.post("/<slug>/webhooks/<webhook_id>")
@policy.organiser
def choose_kinds(webhook_id: str) -> Response | tuple[str, int]:
    """Tell it of other kinds of events."""
    found, form = _webhook(webhook_id), KindsForm()
    if form.validate():
        verbs.choose(here.session(), found, given(form.kinds), here.now())
        flash(_("It is told of these from now on."))
        return go("webhook", webhook_id=webhook_id)
    return _page(found, form), 422


@organisers.post("/<slug>/webhooks/<webhook_id>/test")
@policy.organiser
def test_webhook(webhook_id: str) -> Response:
    """Send something that means nothing."""
    verbs.ask_test(here.session(), _webhook(webhook_id), here.now())
    flash(_("A test is on its way. What became of it stands among the latest tries in a moment."))
    return go("webhook", webhook_id=webhook_id)


@organisers.get("/<slug>/webhooks/<webhook_id>/rotate")
@policy.organiser
def renew_webhook(webhook_id: str) -> str:
    """What a new secret means, before there is one."""
    found = _webhook(webhook_id)
    former = len(verbs.secrets_of(found, here.now())) > 1
    return bench("organisers/webhook_rotate.html", ROOM, webhook=found, former=former)


@organisers.post("/<slug>/webhooks/<webhook_id>/rotate")
@policy.organiser
def rotate_webhook(webhook_id: str) -> Response:
    """Give it a new secret. Pressing the button twice gives one."""
    try:
        verbs.rotate(here.session(), _webhook(webhook_id), here.now())
    except Refused as refusal:
        flash(say(refusal))
    else:
        flash(
            _(
                "There is a new secret. For a day the former one signs as well: "
                "change it over there meanwhile."
            )
        )
    return go("webhook", webhook_id=webhook_id, show="secret")


@organisers.get("/<slug>/webhooks/<webhook_id>/remove")
@policy.organiser
def leave_webhook(webhook_id: str) -> str:
    """What removing means, before it is done."""
    return bench("organisers/webhook_remove.html", ROOM, webhook=_webhook(webhook_id))


@organisers.post("/<slug>/webhooks/<webhook_id>/remove")
@policy.organiser
def remove_webhook(webhook_id: str) -> Response:
    """Tell it nothing any more."""
    verbs.remove(here.session(), _webhook(webhook_id), here.now())
    flash(_("It is told nothing any more."))
    return go("webhooks")


def _list(form: WebhookForm) -> str:
    there = reads.of_edition(here.session(), current_edition())
    return bench("organisers/webhooks.html", ROOM, form=form, webhooks=there, words=WORDS)


def _page(found: Webhook, form: KindsForm) -> str:
    tries = [(one, in_words(one.error) if one.error else "") for one in reads.attempts(here.session(), found)]
    return bench(
        "organisers/webhook.html",
        ROOM,
        webhook=found,
        form=form,
        tries=tries,
        former=len(verbs.secrets_of(found, here.now())) > 1,
        shown=request.args.get("show") == "secret",
        waits=reads.is_being_tested(here.session(), found),
        words=TOLD,
    )


def _webhook(written: str) -> Webhook:
    return reads.by_id(here.session(), current_edition(), written)
