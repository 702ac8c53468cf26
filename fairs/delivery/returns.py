"""Mails that came back: what a report of a mail system says (RFC 3464)."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from typing import TYPE_CHECKING

from fairs.delivery.answers import blames_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

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
        content = part.get_payload(decode=True) if not part.is_multipart() else part.get_payload()
        given = message_from_bytes(content.lstrip()) if isinstance(content, bytes) else content[0]
        if given["Message-ID"]:
            return str(given["Message-ID"]).strip()
    return ""


def _failures(report: Message) -> Iterator[tuple[str, bool]]:
    """Of each recipient that failed for good: what was said, and whether the address is to blame."""
    blocks = report.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        action, status = (_field(block, name) for name in ("Action", "Status"))
        if action.lower() != "failed" or not status.startswith("5"):
            continue
        diagnosis = _field(block, "Diagnostic-Code").partition(";")[2].strip()
        blamed = blames_address(diagnosis)
        yield diagnosis or status, bool(blames_address(status) if blamed is None else blamed)


def _field(block: Message, name: str) -> str:
    return " ".join(str(block[name] or "").split())
