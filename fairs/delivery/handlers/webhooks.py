"""Telling webhooks what happened: signed as standard-webhooks has it; each try is kept, failed or not."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from standardwebhooks import Webhook as Signer

from fairs.delivery import http
from fairs.delivery.handler import Busy, Handler, Later
from fairs.domain import webhooks
from fairs.domain.webhooks import KINDS, TEST
from fairs.errors import FairError
from fairs.models import Attempt, Delivery, Edition, Webhook

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.domain.webhooks import Kind
    from fairs.events import Event, WebhookTestAsked
    from fairs.models import DomainEvent

GONE = 410
TRIED_BY_ANOTHER = timedelta(seconds=20)  # longer than any try takes
LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True)
class Message:
    """What one webhook is told of one event."""

    webhook_id: uuid.UUID
    address: str
    name: str  # of the kind of event
    body: bytes
    secrets: tuple[str, ...]  # each signs: whoever verifies is content with one signature that fits
    now: datetime


def signed(message: Message, message_id: str) -> dict[str, str]:
    """The headers that prove where a message comes from. The same id says that it is the same message."""
    body = message.body.decode()
    signatures = (Signer(secret).sign(message_id, message.now, body) for secret in message.secrets)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Maillage",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(message.now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _load(session: Session, errand: Errand[Event], now: datetime, _tools: Tools) -> Message | None:
    delivery = session.get_one(Delivery, errand.delivery_id)
    happened, webhook = delivery.event, session.get(Webhook, uuid.UUID(errand.target))
    if webhook is None or not webhook.kinds:  # it was switched off
        return None
    _wait_for_turn(session, delivery, webhook, now)
    return _message(session, webhook.id, happened, KINDS.get(happened.kind), now)


def _wait_for_turn(session: Session, delivery: Delivery, webhook: Webhook, now: datetime) -> None:
    """Whoever was in trouble several times in a row is left alone for a while, then tried by one alone."""
    until = webhooks.left_alone_until(session, webhook)
    if until is None:
        return
    if until > now:
        raise Later(until)
    tried = select(Delivery.id).where(
        Delivery.handler == delivery.handler,
        Delivery.state == "doing",
        Delivery.lease_until >= now,
        Delivery.event_seq < delivery.event_seq,
    )
    if session.scalar(tried.limit(1)) is not None:
        raise Later(now + TRIED_BY_ANOTHER)


def _load_test(
    session: Session, errand: Errand[WebhookTestAsked], now: datetime, _tools: Tools
) -> Message | None:
    happened = session.get_one(Delivery, errand.delivery_id).event
    return _message(session, errand.event.webhook_id, happened, TEST, now)


def _message(
    session: Session, webhook_id: uuid.UUID, happened: DomainEvent, kind: Kind | None, now: datetime
) -> Message | None:
    """None once the webhook was removed, or where its kind is told no more."""
    webhook = session.get(Webhook, webhook_id)
    if webhook is None or webhook.removed_at is not None or kind is None:
        return None
    data = {
        "edition": session.get_one(Edition, webhook.edition_id).slug,
        "event": str(happened.id),
        **{field: happened.payload.get(field) for field in kind.fields},
    }
    body = _body(kind.name, happened.at, data)
    return Message(webhook.id, webhook.address, kind.name, body, webhooks.secrets_of(webhook, now), now)


def _body(name: str, at: datetime, data: dict[str, Any]) -> bytes:
    return json.dumps({"type": name, "timestamp": at.isoformat(), "data": data}).encode()


def _send(errand: Errand[Any], message: Message, tools: Tools) -> Message | None:
    """Try once. What was not taken is tried again by the relay; returns it where the other side is gone."""
    began = perf_counter()
    failure: FairError | None = None
    status = None
    try:
        headers = signed(message, f"msg_{errand.delivery_id.hex}")
        answer = http.post(message.address, message.body, headers, trusted=tools.settings.webhook_hosts)
    except http.NotReached as error:
        failure = error
    else:
        status = answer.status
        failure = _judged(status, _wait(answer.retry_after, message.now))
    with tools.transaction() as session:
        session.add(
            Attempt(
                webhook_id=message.webhook_id,
                delivery_id=errand.delivery_id,
                kind=message.name,
                at=message.now,
                milliseconds=round((perf_counter() - began) * 1000),
                status=status,
                error=str(failure or ""),
            )
        )
        if failure is not None:
            session.flush()
            webhooks.switch_off_if_dead(session, session.get_one(Webhook, message.webhook_id), message.now)
    if failure is not None and status != GONE:
        raise failure
    return message if status == GONE else None


def _try_out(errand: Errand[WebhookTestAsked], message: Message, tools: Tools) -> Message | None:
    """Send a test once. Whether it was heard stands among the tries: there is nothing to send again."""
    try:
        return _send(errand, message, tools)
    except FairError:
        return None


def _judged(status: int, wait: timedelta | None) -> FairError | None:
    """None: it was taken."""
    if 200 <= status < 300:  # noqa: PLR2004 - success, as HTTP has it
        return None
    if wait is not None:
        return Busy("The other side answered with the status %(status)s.", wait, status=status)
    return FairError("The other side answered with the status %(status)s.", status=status)


def _wait(said: str, now: datetime) -> timedelta | None:
    """How long Retry-After asks for, in seconds or by a date; a day at most."""
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        return min(max(parsedate_to_datetime(said) - now, timedelta()), LONGEST_WAIT)
    except (TypeError, ValueError):  # no date, or one without a zone
        return None


def _heed(session: Session, _errand: Errand[Any], gone: Message | None, now: datetime, _tools: Tools) -> None:
    """Whoever answers that it is gone is told nothing any more."""
    if gone is not None:
        webhooks.remove(session, session.get_one(Webhook, gone.webhook_id), now, gone=True)


tell = Handler(load=_load, act=_send, settle=_heed)
test = Handler(load=_load_test, act=_try_out, settle=_heed)
