"""How mails leave: by a mail server, or into the site's own mailbox."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.policy import SMTP as WIRE
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from fairs.delivery.answers import meaning, not_wanted, words
from fairs.delivery.connections import Connections

if TYPE_CHECKING:
    from email.message import EmailMessage

    from fairs.config import Settings

SECONDS = 30.0
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Transport(Protocol):
    """A way out for mails."""

    def send(self, message: EmailMessage) -> bytes | None:
        """Let a mail go. What is returned is to be kept in the site's own mailbox."""

    def close(self) -> None:
        """No more mails will come."""


class Mailbox:
    """The site's own mailbox: the mail is kept with the delivery, in one transaction, and so exactly once."""

    def send(self, message: EmailMessage) -> bytes | None:
        """Leave everything to whoever keeps it."""
        return message.as_bytes(policy=WIRE)

    def close(self) -> None:
        """There is nothing to close."""


@dataclass(frozen=True)
class MailServer:
    """A server that speaks SMTP. Its certificate must be one that this machine trusts (SSL_CERT_FILE)."""

    host: str
    port: int
    security: str  # "smtp", "smtp+starttls", "smtps"
    user: str
    password: str = field(repr=False)
    ourselves: str = "localhost"  # by which name this machine introduces itself
    seconds: float = SECONDS
    connections: Connections = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "connections", Connections(self.connect))

    def send(self, message: EmailMessage) -> bytes | None:
        """Hand a mail over. Raises MailNotTaken, MailRefused or AddressRefused."""
        try:
            with self.connections.one() as connection:
                self._hand_over(connection, message)
        except (smtplib.SMTPException, OSError) as error:
            raise meaning(error, self.host, message["To"].addresses[0].addr_spec) from error
        return None

    def _hand_over(self, connection: smtplib.SMTP, message: EmailMessage) -> None:
        """Letters that this server never takes in an address are no reason to try again."""
        try:
            connection.send_message(message)
        except smtplib.SMTPNotSupportedError as error:
            raise not_wanted(self.host, words(error)) from error

    def close(self) -> None:
        """Close what is open."""
        self.connections.close()

    def connect(self) -> smtplib.SMTP:
        """A new connection, secured and signed in as the settings say."""
        trust = ssl.create_default_context()
        if self.security == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, self.ourselves, timeout=self.seconds, context=trust
            )
        else:
            connection = smtplib.SMTP(self.host, self.port, self.ourselves, timeout=self.seconds)
        try:
            if self.security == "smtp+starttls":
                connection.starttls(context=trust)
            connection.ehlo_or_helo_if_needed()
            if self.user:
                connection.login(self.user, self.password)
        except BaseException:
            connection.close()
            raise
        return connection


def transport(settings: Settings) -> Transport:
    """The way out that the settings name."""
    return mail_server(settings) or Mailbox()


def mail_server(settings: Settings, seconds: float = SECONDS) -> MailServer | None:
    """The server that the settings name, if they name one; it has `seconds` for each answer."""
    if settings.smtp_url is None:
        return None
    url = urlsplit(settings.smtp_url)
    return MailServer(
        host=url.hostname or "localhost",
        port=url.port or PORTS[url.scheme],
        security=url.scheme,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        ourselves=settings.calendar_domain,
        seconds=seconds,
    )
