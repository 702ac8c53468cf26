"""How mails leave: by a mail server, or into the site's own mailbox."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from email.policy import SMTP as WIRE
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from fairs.errors import FairError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from fairs.config import Settings

SECONDS = 30.0
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class MailNotTaken(FairError):
    """The mail server could not be reached, or refused a mail."""


class Transport(Protocol):
    """A way out for mails."""

    def send(self, message: EmailMessage) -> bytes | None:
        """Let a mail go. What is returned is to be kept in the site's own mailbox."""


class Mailbox:
    """The site's own mailbox: the mail is kept with the delivery, in one transaction, and so exactly once."""

    def send(self, message: EmailMessage) -> bytes | None:
        """Leave everything to whoever keeps it."""
        return message.as_bytes(policy=WIRE)


@dataclass(frozen=True)
class MailServer:
    """A server that speaks SMTP; one connection a mail."""

    host: str
    port: int
    security: str  # "smtp", "smtp+starttls", "smtps"
    user: str
    password: str

    def send(self, message: EmailMessage) -> bytes | None:
        """Hand a mail over. Raises MailNotTaken."""
        try:
            with self._connection() as connection:
                connection.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            raise MailNotTaken(
                "The mail server %(host)s did not take the mail: %(reason)s",
                host=self.host,
                reason=_in_words(error),
            ) from error
        return None

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        trust = ssl.create_default_context()
        if self.security == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=trust)
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        with connection:
            if self.security == "smtp+starttls":
                connection.starttls(context=trust)
            if self.user:
                connection.login(self.user, self.password)
            yield connection


def transport(settings: Settings) -> Transport:
    """The way out that the settings name."""
    if settings.smtp_url is None:
        return Mailbox()
    url = urlsplit(settings.smtp_url)
    return MailServer(
        host=url.hostname or "localhost",
        port=url.port or PORTS[url.scheme],
        security=url.scheme,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
    )


def _in_words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return ", ".join(
            f"{address}: {code} {_text(answer)}" for address, (code, answer) in error.recipients.items()
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error) or type(error).__name__


def _text(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer
