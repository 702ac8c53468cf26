"""What left the house and what happened: messages and the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairs.domain import deliveries as verbs
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.chronicle import sentence
from fairs.organisers.words import DELIVERY_STATES
from fairs.queries import deliveries
from fairs.queries import journal as happenings
from fairs.web import here, policy
from fairs.web.person import current_edition

if TYPE_CHECKING:
    import uuid

    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response

    from fairs.models.outbox import DeliveryState

WORK: dict[str, LazyString] = {  # by the stable names of fairs.delivery.subscriptions
    "mail.confirm_address": _l("Mail: please confirm your address"),
    "mail.already_registered": _l("Mail: you are registered already"),
    "mail.awaiting_approval": _l("Mail: your registration waits for the organiser"),
    "mail.approved": _l("Mail: you take part"),
    "mail.declined": _l("Mail: declined"),
    "mail.withdrawn": _l("Mail: your withdrawal"),
    "mail.personal_link": _l("Mail: your personal link"),
    "mail.sign_in": _l("Mail: link to sign in"),
    "mail.agenda": _l("Mail: the agenda"),
    "mail.reminder": _l("Mail: reminder"),
    "mail.before_meeting": _l("Mail: a meeting begins soon"),
    "schedule.plan": _l("Make the grid"),
    "schedule.repair": _l("Repair the grid"),
}


@organisers.get("/<slug>/messages")
@policy.organiser
def messages() -> str:
    """Every delivery, with what became of it."""
    edition = current_edition()
    chosen = _state(request.args.get("state", ""))
    return bench(
        "organisers/messages.html",
        page=deliveries.of_edition(here.session(), edition, chosen, request.args.get("page", 1, type=int)),
        tally=deliveries.by_state(here.session(), edition),
        chosen=chosen,
        states=DELIVERY_STATES,
        work=lambda handler: WORK.get(handler, handler),
    )


def _state(written: str) -> DeliveryState | None:
    return next((state for state in DELIVERY_STATES if state == written), None)


@organisers.post("/<slug>/messages/<uuid:delivery_id>/again")
@policy.organiser
def send_again(delivery_id: uuid.UUID) -> Response:
    """Let a message that was given up begin anew."""
    delivery = deliveries.by_id(here.session(), current_edition(), delivery_id)
    verbs.send_again(here.session(), delivery, here.now())
    flash(_("It is being sent again."))
    return go("messages")


@organisers.get("/<slug>/journal")
@policy.organiser
def journal() -> str:
    """What happened, the newest first."""
    edition = current_edition()
    page = happenings.of_edition(here.session(), edition, request.args.get("page", 1, type=int))
    return bench("organisers/journal.html", page=page, sentence=sentence)
