"""What left the house: every mail and webhook of an edition, with what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from fairs.domain import deliveries as verbs
from fairs.jobs.runner import DELAYS
from fairs.organisers import asked
from fairs.organisers.bench import bench, go, organisers
from fairs.organisers.chronicle import REMINDERS
from fairs.organisers.troubles import in_words
from fairs.organisers.words import BECAME, DELIVERY_STATES
from fairs.queries import addresses, deliveries, persons
from fairs.queries.deliveries import COUNTED, Wanted
from fairs.queries.ids import written_id
from fairs.queries.webhooks import host_of
from fairs.web import here, policy
from fairs.web.person import current_edition

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from flask_babel.speaklater import LazyString
    from werkzeug.wrappers import Response

    from fairs.queries.deliveries import Sort
    from fairs.queries.despatches import Despatch

SORTS: dict[Sort, LazyString] = {
    "mail": _l("Mails"),
    "webhook": _l("Webhooks"),
    "other": _l("Other work"),
}
WORK: dict[str, LazyString] = {  # by the stable names of fairs.delivery.subscriptions
    "mail.confirm_address": _l("Mail: please confirm your address"),
    "mail.already_registered": _l("Mail: you are registered already"),
    "mail.awaiting_approval": _l("Mail: your registration waits for the organiser"),
    "mail.waiting": _l("Mail: you are on the waiting list"),
    "mail.place_offered": _l("Mail: a place is held for you"),
    "mail.offer_ended": _l("Mail: the place was not taken in time"),
    "mail.invitation": _l("Mail: invitation"),
    "mail.exception_granted": _l("Mail: you can still register"),
    "mail.exception_refused": _l("Mail: registration is over"),
    "mail.approved": _l("Mail: you take part"),
    "mail.declined": _l("Mail: declined"),
    "mail.withdrawn": _l("Mail: your withdrawal"),
    "mail.personal_link": _l("Mail: your personal link"),
    "mail.address_corrected": _l("Mail: the personal link, to the corrected address"),
    "mail.new_personal_link": _l("Mail: a new personal link"),
    "mail.team_invitation": _l("Mail: invitation to the team"),
    "mail.sign_in": _l("Mail: link to sign in"),
    "mail.prove_address": _l("Mail: is this your new address?"),
    "mail.address_changed": _l("Mail: your address has changed"),
    "mail.new_address": _l("Mail: new links for a new address"),
    "mail.test": _l("Mail: a test"),
    "mail.agenda": _l("Mail: the agenda"),
    "mail.reminder": _l("Mail: reminder"),
    "mail.before_meeting": _l("Mail: a meeting begins soon"),
    "mail.edition_moved": _l("Mail: another date or place"),
    "mail.zone_changed": _l("Mail: the same hours in another time zone"),
    "mail.edition_cancelled": _l("Mail: the edition is cancelled"),
    "mail.place_handed_over": _l("Mail: a colleague has your place"),
    "mail.place_taken_over": _l("Mail: you have a colleague's place"),
    "mail.colleague_brought": _l("Mail: a colleague registered you"),
    "mail.wishes_inherited": _l("Mail: you have a colleague's wishes"),
    "mail.substitute_reminded": _l("Mail: a place waits for your answer"),
    "mail.imported": _l("Mail: an organiser registered you"),
    "mail.retention_near": _l("Mail: people will soon be numbers"),
    "mail.answered": _l("Mail: your answer is kept"),
    "mail.follow_confirm": _l("Mail: please confirm that you follow"),
    "mail.new_dates": _l("Mail: new dates"),
    "dates.tell": _l("Tell followers of a date"),
    "dates.tell_of_move": _l("Tell of another date"),
    "dates.cancelled": _l("Tell of a cancellation"),
    "activities.leave": _l("Free the places in activities"),
    "mail.letter": _l("Mail: a letter of the organisers"),
    "letter.address": _l("Address a letter to participants"),
    "people.import": _l("Carry out a sheet of people"),
    "people.export": _l("Gather all data of the edition"),
    "erasures.write_down": _l("Write down that somebody was erased"),
    "erasures.write_down_account": _l("Write down that an address was erased"),
    "retention.carry_out": _l("Make people numbers"),
    "papers.pack": _l("Draw all agendas for printing"),
    "schedule.plan": _l("Make the grid"),
    "schedule.repair": _l("Repair the grid"),
    "webhook": _l("Webhook"),
    "webhook_test": _l("Test of a webhook"),
}
TEST = "webhook_test"
AT_ONCE = 500  # deliveries that one press of a button sends again
FILTERS = ("state", "sort", "search", "person", "letter")
SHOWN = 20  # people whom no mail reaches


@organisers.get("/<slug>/messages")
@policy.organiser
def messages() -> str:
    """A stretch of the deliveries."""
    session, edition = here.session(), current_edition()
    wanted = _wanted()
    shown = deliveries.of_edition(
        session, edition, wanted, asked.place(deliveries.place, written_id, session, edition)
    )
    return bench(
        "organisers/messages.html",
        shown=shown,
        tally=deliveries.by_state(session, edition, wanted.sort, wanted.letter),
        counted=COUNTED,
        unreached=addresses.unreached(session, edition, SHOWN),
        chosen=wanted,
        filters=_filters(),
        person=persons.by_id(session, [asked.person()]).get(asked.person()),
        states=DELIVERY_STATES,
        became=BECAME,
        sorts=SORTS,
        what=what,
        since=since,
        host_of=host_of,
        in_words=in_words,
    )


@organisers.post("/<slug>/messages/<uuid:delivery_id>/again")
@policy.organiser
def send_again(delivery_id: uuid.UUID) -> Response:
    """Let a message that was given up begin anew."""
    delivery = deliveries.by_id(here.session(), current_edition(), delivery_id)
    verbs.send_again(here.session(), delivery, here.now())
    flash(_("It is being sent again."))
    return go("messages", **_filters())


@organisers.post("/<slug>/messages/again")
@policy.organiser
def send_all_again() -> Response:
    """Let all begin anew that were given up, as far as the filters let them show."""
    session, edition = here.session(), current_edition()
    given_up = deliveries.given_up(session, edition, _wanted(), AT_ONCE)
    begun = verbs.send_all_again(session, given_up, here.now())
    flash(ngettext("%(num)d is being sent again.", "%(num)d are being sent again.", begun))
    if left := len(given_up) - begun:
        flash(
            ngettext(
                "%(num)d is left: no mail reaches its address, or the same work waits already.",
                "%(num)d are left: no mail reaches their addresses, or the same work waits already.",
                left,
            )
        )
    return go("messages", **_filters())


def what(row: Despatch) -> str:
    """What a delivery is, in the organiser's language."""
    handler, reminder = row.delivery.handler, row.delivery.event.payload.get("reminder", "")
    if row.webhook is not None:
        host = host_of(row.webhook.address)
        test = handler == TEST
        return str(_("Test of a webhook: %(host)s", host=host) if test else _("Webhook: %(host)s", host=host))
    if reminder in REMINDERS:
        return str(_("Mail: reminder (%(which)s)", which=REMINDERS[reminder]))
    return str(WORK.get(handler, handler))


def since(row: Despatch) -> datetime:
    """Since when it is as it is: when it was done, or was tried last."""
    delivery, happened_at = row.delivery, row.delivery.event.at
    if delivery.state in {"done", "cancelled"}:
        return delivery.done_at or happened_at
    if row.tried_at is not None:
        return row.tried_at
    if delivery.state == "todo" and delivery.attempts:
        waits = DELAYS[min(delivery.attempts, len(DELAYS)) - 1]
        return max(happened_at, min(here.now(), delivery.not_before - waits))
    if delivery.not_before <= here.now():  # it was to be done then, or to be sent again
        return max(happened_at, delivery.not_before)
    return happened_at


def _wanted() -> Wanted:
    return Wanted(
        asked.one_of(DELIVERY_STATES, "state"),
        asked.one_of(SORTS, "sort"),
        asked.people(),
        asked.search().lower() if "@" in asked.search() else "",
        asked.webhooks(),
        asked.letter(),
    )


def _filters() -> dict[str, Any]:
    """The filters, to be carried on from page to page."""
    return {name: request.values.get(name) or None for name in FILTERS}
