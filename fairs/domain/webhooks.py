"""Telling programs of others what happens: which of them, of what, and signed with which secret."""

from __future__ import annotations

import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from fairs import events
from fairs.domain.targets import object_to_address
from fairs.errors import Refused
from fairs.models import Webhook
from fairs.outbox import record
from fairs.queries import webhooks

if TYPE_CHECKING:
    from collections.abc import Collection, Container
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition

AT_MOST = 10  # of one edition
SECRET_BYTES = 32
PAUSES = {3: timedelta(minutes=1), 4: timedelta(minutes=5), 5: timedelta(minutes=30)}
"""After so many bad tries in a row: for how long a webhook is left alone."""
SWITCHED_OFF_AFTER = timedelta(days=5)  # during which nothing arrived
BOTH_SIGN = timedelta(hours=24)  # after a rotation: time to give the new secret to whoever verifies


@dataclass(frozen=True)
class Kind:
    """How programs of others are told of a kind of event. Its name never changes."""

    name: str
    fields: tuple[str, ...] = ()


KINDS: dict[str, Kind] = {
    "RegistrationReceived": Kind("registration.received", ("participant_id",)),
    "RegistrationConfirmed": Kind("registration.confirmed", ("participant_id",)),
    "PersonImported": Kind("registration.imported", ("participant_id",)),
    "PersonTakenBack": Kind("registration.removed", ("participant_id",)),
    "RegistrationApproved": Kind("registration.approved", ("participant_id",)),
    "RegistrationDeclined": Kind("registration.declined", ("participant_id",)),
    "ParticipantWithdrew": Kind("registration.withdrawn", ("participant_id",)),
    "ProfileChanged": Kind("profile.changed", ("participant_id",)),
    "WishesDeclared": Kind("wishes.changed", ("participant_id",)),
    "AbsencesDeclared": Kind("absences.changed", ("participant_id",)),
    "VenueLaidOut": Kind("venue.changed"),
    "EditionChanged": Kind("edition.changed"),
    "EditionOpened": Kind("edition.opened", ("by_date",)),
    "RegistrationClosed": Kind("registration.closed", ("by_date",)),
    "WishesClosed": Kind("wishes.closed", ("by_date",)),
    "EditionMoved": Kind("edition.moved", ()),
    "EditionCancelled": Kind("edition.cancelled", ("by_rule",)),
    "AnswerChanged": Kind("answer.changed", ("participant_id", "says", "guests")),
    "SchedulePlanned": Kind("schedule.planned", ("schedule_id",)),
    "SchedulePublished": Kind("schedule.published", ("schedule_id", "revision")),
    "AgendaPublished": Kind("agenda.published", ("participant_id", "schedule_id", "previous_id")),
}
"""What programs of others may hear, and which fields: ids and figures, never words of or about people."""
TEST = Kind("test")


def register(
    session: Session,
    edition: Edition,
    address: str,
    kinds: Collection[str],
    trusted: Container[str],
    now: datetime,
) -> Webhook:
    """Tell an address of these kinds of events from now on. `trusted`: as `target_of` has it."""
    object_to_address(address, trusted)
    if len(webhooks.of_edition(session, edition)) >= AT_MOST:
        raise Refused("An edition has %(most)d webhooks at most: remove one first.", most=AT_MOST)
    webhook = Webhook(
        edition_id=edition.id,
        address=address,
        kinds=_known(kinds),
        secret=_new_secret(),
        created_at=now,
    )
    session.add(webhook)
    session.flush()
    record(session, events.WebhookRegistered(edition.id, webhook.id), now)
    return webhook


def choose(session: Session, webhook: Webhook, kinds: Collection[str], now: datetime) -> None:
    """Tell it of these kinds instead."""
    chosen = _known(kinds)
    if chosen != webhook.kinds:
        webhook.kinds = chosen
        record(session, events.WebhookChanged(webhook.edition_id, webhook.id), now)


def ask_test(session: Session, webhook: Webhook, now: datetime) -> None:
    """Tell it something that means nothing, the way of everything else."""
    record(session, events.WebhookTestAsked(webhook.edition_id, webhook.id), now)


def rotate(session: Session, webhook: Webhook, now: datetime) -> None:
    """Sign with a new secret; for a day the former one signs too, so that nothing is refused meanwhile.

    Raises Refused within that day: the other program may still know the former one alone.
    """
    session.flush()
    session.refresh(webhook, with_for_update=True)  # a button pressed twice at once acts once
    if len(secrets_of(webhook, now)) > 1:
        raise Refused(
            "It got a new secret less than a day ago, and the former one still signs as well. Wait until "
            "that day is over; if a secret became known to somebody, remove the webhook and register it anew."
        )
    webhook.former_secret, webhook.former_until = webhook.secret, now + BOTH_SIGN
    webhook.secret = _new_secret()
    record(session, events.WebhookRotated(webhook.edition_id, webhook.id), now)


def forget_former_secrets(session: Session, now: datetime) -> int:
    """Throw away what signs no more; returns how many there were."""
    over = update(Webhook).where(Webhook.former_until <= now).values(former_secret=None, former_until=None)
    return len(session.scalars(over.returning(Webhook.id)).all())


def remove(session: Session, webhook: Webhook, now: datetime, *, gone: bool = False) -> None:
    """Tell it nothing any more. Its row stays for the sake of its attempts, without its secrets."""
    if _held(session, webhook).removed_at is not None:
        return
    webhook.removed_at = now
    webhook.secret, webhook.former_secret, webhook.former_until = "", None, None
    record(session, events.WebhookRemoved(webhook.edition_id, webhook.id, gone), now)


def left_alone_until(session: Session, webhook: Webhook) -> datetime | None:
    """When it is tried again, if the latest tries went badly: the slow must not keep others waiting."""
    trouble = webhooks.trouble(session, webhook.id)
    pause = PAUSES.get(trouble.times if trouble.failed else min(trouble.times, *PAUSES))
    return None if pause is None or trouble.last_at is None else trouble.last_at + pause


def switch_off_if_dead(session: Session, webhook: Webhook, now: datetime) -> None:
    """Tell it nothing any more once nothing has arrived for days, however often it was tried."""
    trouble = webhooks.trouble(session, webhook.id)
    since = webhooks.fails_since(session, webhook.id)
    if not trouble.failed or trouble.times < max(PAUSES) or since is None or now - since < SWITCHED_OFF_AFTER:
        return
    if _held(session, webhook).kinds and webhook.removed_at is None:
        webhook.kinds = []
        record(session, events.WebhookSwitchedOff(webhook.edition_id, webhook.id), now)


def secrets_of(webhook: Webhook, now: datetime) -> tuple[str, ...]:
    """The secrets that sign at this time, the newest first."""
    former, until = webhook.former_secret, webhook.former_until
    if former is not None and until is not None and now < until:
        return (webhook.secret, former)
    return (webhook.secret,)


def _held(session: Session, webhook: Webhook) -> Webhook:
    """As it is now, and until this transaction ends: two tries may come to the same conclusion at once."""
    return session.scalars(
        select(Webhook)
        .where(Webhook.id == webhook.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def _known(kinds: Collection[str]) -> list[str]:
    chosen = [kind for kind in KINDS if kind in kinds]
    if not chosen:
        raise Refused("Choose at least one kind of event.", field="kinds")
    return chosen


def _new_secret() -> str:
    return "whsec_" + b64encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")
