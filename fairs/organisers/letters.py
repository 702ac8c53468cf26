"""A mail of the site's own mailbox, for the screen: its text with links into the site, and its files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

from fairs.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")
SAFE_NAME = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of text; with an address it can be followed."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file in a mail."""

    number: int
    name: str
    kind: str  # the media type
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What somebody sees who opens a mail."""

    sender: str
    pieces: tuple[Piece, ...]
    attachments: tuple[Attachment, ...]
    html: str = ""  # the same words as a page
    language: str = ""

    def attachment(self, number: int) -> Attachment:
        """One of the files. Raises NotFound."""
        for attachment in self.attachments:
            if attachment.number == number:
                return attachment
        raise NotFound("There is no such attachment.")


def read(raw: bytes, own: str) -> Letter:
    """Take a mail apart; `own` is how addresses of this site begin."""
    message = message_from_bytes(raw, _class=EmailMessage, policy=default)
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    return Letter(
        sender=str(message.get("From", "")),
        pieces=tuple(_pieces(text.strip(), own)),
        attachments=tuple(_attachments(message)),
        html=_page(message),
        language=str(message.get("Content-Language", "")),
    )


def _page(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    return str(part.get_content()) if part is not None else ""


def _pieces(text: str, own: str) -> Iterator[Piece]:
    """Only links into this site are made to be followed; others stay words."""
    at = 0
    for match in ADDRESS.finditer(text):
        address = match[0].removeprefix(own)
        if address == match[0] or not address.startswith("/") or address.startswith("//"):
            continue
        yield Piece(text[at : match.start()])
        yield Piece(match[0], address)
        at = match.end()
    yield Piece(text[at:])


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    """Named files, and the invitation that calendars read beside the text."""
    for number, part in enumerate(message.walk()):
        kind = part.get_content_type()
        if part.is_multipart() or (part.get_filename() is None and kind != "text/calendar"):
            continue
        content = part.get_payload(decode=True)
        name = SAFE_NAME.sub("-", part.get_filename() or f"invitation-{number}.ics").lstrip(".-")
        yield Attachment(number, name, kind, content if isinstance(content, bytes) else b"")
