"""From what is to be said to a message that any mail program understands."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from fairs.agenda.characters import one_line, unspaced
from fairs.texts import render

if TYPE_CHECKING:
    import uuid
    from datetime import datetime
    from email.policy import Policy

    from fairs.config import Settings


class Whole(UnstructuredHeader, BaseHeader):
    """A header that stays in one line: folded, an address would be encoded and nobody could follow it."""

    def fold(self, *, policy: Policy[Any]) -> str:
        """The header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", Whole)
WIRE = SMTP.clone(header_factory=HEADERS)


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a mail."""

    name: str
    kind: str  # "application/pdf"
    content: bytes


@dataclass(frozen=True)
class Invitation:
    """A calendar that a mail program offers to take over; its method also stands in the mail's structure."""

    method: str  # "REQUEST" or "CANCEL"
    content: bytes


@dataclass(frozen=True)
class Letter:
    """What a mail says, and to whom; `template` is its folder in templates/email."""

    template: str
    language: str
    to_name: str
    to_email: str
    from_name: str
    written_at: datetime
    edition_id: uuid.UUID | None = None
    reply_to: tuple[str, str] | None = None  # name, address
    values: dict[str, Any] = field(default_factory=dict)
    invitations: tuple[Invitation, ...] = ()  # the first one is offered, all are enclosed as files
    enclosures: tuple[Enclosure, ...] = ()
    asked_for: bool = False  # its reader waits for it
    unsubscribe: str = ""  # where its reader can say that such mails shall stop; "" for what is essential


def compose(letter: Letter, delivery_id: uuid.UUID, settings: Settings) -> EmailMessage:
    """The message, with an identity that stays when the delivery is tried again."""
    message = EmailMessage(policy=WIRE)
    _address(message, letter, delivery_id, settings)
    _say(message, letter, settings)
    for invitation in letter.invitations[:1]:
        _offer(message, invitation)
    for invitation in letter.invitations:
        _enclose(message, invitation, offered=invitation is letter.invitations[0])
    for enclosure in letter.enclosures:
        maintype, subtype = enclosure.kind.split("/")
        message.add_attachment(
            enclosure.content, maintype=maintype, subtype=subtype, filename=one_line(enclosure.name)
        )
    return message


def message_id(delivery_id: uuid.UUID, settings: Settings) -> str:
    """The identity of the mail of a delivery."""
    return f"<{delivery_id}@{settings.calendar_domain}>"


def mailbox(name: str, email: str) -> Address:
    """Somebody's address. Domains of other scripts are written as the mail system knows them."""
    local, _, domain = unspaced(email).rpartition("@")
    return Address(one_line(name), username=local, domain=domain.encode("idna").decode("ascii"))


def _address(message: EmailMessage, letter: Letter, delivery_id: uuid.UUID, settings: Settings) -> None:
    message["Message-ID"] = message_id(delivery_id, settings)
    message["Date"] = format_datetime(letter.written_at)
    message["From"] = mailbox(letter.from_name, settings.mail_from)
    message["To"] = mailbox(letter.to_name, letter.to_email)
    if letter.reply_to is not None:
        message["Reply-To"] = mailbox(*letter.reply_to)
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    if letter.unsubscribe.startswith(
        "https://"
    ):  # RFC 8058 wants it so; whoever signs mails must sign these two
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _say(message: EmailMessage, letter: Letter, settings: Settings) -> None:
    """Subject and words: as text, and as HTML for programs that prefer it."""
    subject, text, html = (
        render(
            f"email/{letter.template}/{part}",
            letter.language,
            site=settings.base_url,
            unsubscribe=letter.unsubscribe,
            **letter.values,
        )
        for part in ("subject.txt", "body.txt", "body.html")
    )
    message["Subject"] = one_line(subject)
    message.set_content(text.strip() + "\n", cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")


def _offer(message: EmailMessage, invitation: Invitation) -> None:
    """Base64 keeps the calendar's bytes, line ends included, through every server on the way."""
    message.add_alternative(
        invitation.content,
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"method": invitation.method, "charset": "UTF-8"},
    )


def _enclose(message: EmailMessage, invitation: Invitation, *, offered: bool) -> None:
    """The same as a file. One that is not offered above says here what it is, to be obeyed all the same."""
    named = "agenda.ics" if invitation.method == "REQUEST" else "cancelled.ics"
    if offered:
        message.add_attachment(invitation.content, maintype="application", subtype="ics", filename=named)
    else:
        message.add_attachment(
            invitation.content,
            maintype="text",
            subtype="calendar",
            cte="base64",
            filename=named,
            params={"method": invitation.method, "charset": "UTF-8"},
        )
