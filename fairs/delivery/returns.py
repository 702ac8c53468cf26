"""Mails that came back: what a report of a mail system says (RFC 3464, and RFC 6533 for other scripts).

Anybody may write to the mailbox: what is read here goes into the database, so it is made fit for it.
"""

from __future__ import annotations

import binascii
import quopri
import re
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from typing import TYPE_CHECKING

from fairs.agenda.characters import one_line, unspaced
from fairs.delivery.answers import blames_address

if TYPE_CHECKING:
    from collections.abc import Iterator

STATUS = "message/delivery-status"
STATUS_IN_UTF8 = "message/global-delivery-status"
RETURNED = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
)
BETWEEN_BLOCKS = re.compile(r"\r?\n[ \t]*\r?\n")


@dataclass(frozen=True)
class Failure:
    """A recipient to whom a mail could not be delivered; nobody goes on trying."""

    recipient: str  # who it was in the end: behind a forwarding address, somebody else
    said: str
    dead: bool  # whether this recipient's address is to blame


@dataclass(frozen=True)
class Report:
    """What became of a mail."""

    message_id: str  # of the mail, as the report gives it back; "" where it does not
    failures: tuple[Failure, ...]


def read(raw: bytes) -> Report | None:
    """What a message reports; None if it is no report on deliveries at all."""
    message = message_from_bytes(raw)
    parts = list(message.walk())
    reports = [part for part in parts if part.get_content_type() in {STATUS, STATUS_IN_UTF8}]
    if message.get_content_type() != "multipart/report" or not reports:
        return None
    failures = tuple(failure for report in reports for failure in _failures(report))
    return Report(_returned_id(parts), failures)


def _returned_id(parts: list[Message]) -> str:
    """The identity of the mail that is given back, whole or by its headers."""
    for part in parts:
        if part.get_content_type() not in RETURNED:
            continue
        written = part.get_payload(decode=True)  # None where it was taken apart already
        given = [message_from_bytes(written.lstrip())] if isinstance(written, bytes) else _within(part)
        for mail in given:
            if mail["Message-ID"]:
                return unspaced(str(mail["Message-ID"]))
    return ""


def _failures(report: Message) -> Iterator[Failure]:
    """Each recipient that failed. Who was tried until time ran out (4.x) may be reached by the next mail."""
    for block in _blocks(report):
        if _field(block, "Action").lower() != "failed":
            continue
        status = _field(block, "Status")
        diagnosis = _field(block, "Diagnostic-Code").partition(";")[2].strip()
        blamed = blames_address(diagnosis)
        dead = blames_address(status) if blamed is None else blamed
        recipient = _field(block, "Final-Recipient") or _field(block, "Original-Recipient")
        yield Failure(
            unspaced(recipient.partition(";")[2]).strip("<>"),
            diagnosis or status,
            dead=status.startswith("5") and bool(dead),
        )


def _blocks(report: Message) -> list[Message]:
    """The groups of fields of a report; those in UTF-8 nobody has taken apart yet."""
    if report.get_content_type() == STATUS:
        return _within(report)
    written = b"".join(part.as_bytes() for part in _within(report))
    match str(report["Content-Transfer-Encoding"] or "").strip().lower():
        case "base64":
            with suppress(binascii.Error):
                written = b64decode(written)
        case "quoted-printable":
            written = quopri.decodestring(written)
    text = written.decode(errors="replace").strip()
    return [message_from_string(block) for block in BETWEEN_BLOCKS.split(text)]


def _within(part: Message) -> list[Message]:
    content = part.get_payload()
    return [one for one in content if isinstance(one, Message)] if isinstance(content, list) else []


def _field(block: Message, name: str) -> str:
    return " ".join(one_line(str(block[name] or "")).split())
