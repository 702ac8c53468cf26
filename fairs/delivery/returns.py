"""Mails that came back: what a report of a mail system says (RFC 3464)."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import TYPE_CHECKING

from fairs.delivery.answers import blames_address

if TYPE_CHECKING:
    from collections.abc import Iterator

STATUS = "message/delivery-status"
RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")


@dataclass(frozen=True)
class Return:
    """A mail that could not be delivered, for good."""

    message_id: str  # of the mail, as the report gives it back
    said: str
    dead: bool  # whether its address is to blame


def read(raw: bytes) -> list[Return] | None:
    """What a message reports as failed for good; None if it is no report on deliveries at all."""
    message = message_from_bytes(raw)
    parts = list(message.walk())
    reports = [part for part in parts if part.get_content_type() == STATUS]
    if message.get_content_type() != "multipart/report" or not reports:
        return None
    message_id = _returned_id(parts)
    failures = [failure for report in reports for failure in _failures(report)]
    return [Return(message_id, said, dead) for said, dead in failures if message_id]


def _returned_id(parts: list[Message]) -> str:
    """The identity of the mail that is given back, whole or by its headers."""
    for part in parts:
        if part.get_content_type() not in RETURNED:
            continue
        written = part.get_payload(decode=True)  # None where it was taken apart already
        given = [message_from_bytes(written.lstrip())] if isinstance(written, bytes) else _within(part)
        for mail in given:
            if mail["Message-ID"]:
                return str(mail["Message-ID"]).strip()
    return ""


def _failures(report: Message) -> Iterator[tuple[str, bool]]:
    """Of each recipient that failed for good: what was said, and whether the address is to blame."""
    for block in _within(report):
        action, status = (_field(block, name) for name in ("Action", "Status"))
        if action.lower() != "failed" or not status.startswith("5"):
            continue
        diagnosis = _field(block, "Diagnostic-Code").partition(";")[2].strip()
        blamed = blames_address(diagnosis)
        yield diagnosis or status, bool(blames_address(status) if blamed is None else blamed)


def _within(part: Message) -> list[Message]:
    content = part.get_payload()
    return [one for one in content if isinstance(one, Message)] if isinstance(content, list) else []


def _field(block: Message, name: str) -> str:
    return " ".join(str(block[name] or "").split())
