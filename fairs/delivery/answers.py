"""What mail systems answer when they do not take a mail, and whose fault it is (RFC 3463, RFC 5321)."""

from __future__ import annotations

import re
import smtplib
from typing import TYPE_CHECKING

from fairs.delivery.handler import Hopeless
from fairs.domain import addresses
from fairs.errors import FairError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
OF_ADDRESS = frozenset({550, 551, 552, 553, 554})  # without a finer status, where a recipient was named
FOR_GOOD = 500
TOO_LONG = 3


class MailNotTaken(FairError):
    """The mail server could not be reached, or refused a mail for now."""


class MailRefused(Hopeless):
    """The server will never take this mail; the address may be good for another."""


class AddressRefused(Hopeless):
    """The server takes no mail for this address."""

    def __init__(self, message: str = "", /, *, address: str = "", reason: str = "", host: str = "") -> None:
        super().__init__(message, host=host, reason=reason)
        self.address = address
        self.said = reason

    def keep(self, session: Session, now: datetime) -> None:
        """Mark the address."""
        addresses.mark(session, self.address, "refused", self.said, now)


def blames_address(said: str) -> bool | None:
    """Whether words that refuse for good are about the address; None if they bear no status of RFC 3463.

    What is not: policies against the sender (x.7), faults of the way (most of x.4), of the host (x.3), of
    the protocol or of the mail. Microsoft's servers say 5.4.1, and 5.5.0, for an unknown address.
    """
    found = STATUS.search(said)
    if found is None:
        return None
    subject, detail = int(found[2]), int(found[3])
    return {
        0: True,
        1: detail not in {7, 8},  # the sender's address
        2: detail != TOO_LONG,
        4: detail in {1, 4, 310},
        5: detail == 0,
    }.get(subject, False)


def meaning(error: Exception, host: str) -> FairError:
    """The error to raise for what a server answered to a mail with one recipient."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((address, (code, answer)),) = error.recipients.items()
        reason = f"{code} {_text(answer)}"
        blamed = blames_address(reason)
        if code >= FOR_GOOD and (code in OF_ADDRESS if blamed is None else blamed):
            return _address_refused(host, address, reason)
        return _not_taken(host, f"{address}: {reason}")
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= FOR_GOOD:
        return MailRefused(
            "The mail server %(host)s refuses this mail for good: %(reason)s", host=host, reason=words(error)
        )
    return _not_taken(host, words(error))


def words(error: Exception) -> str:
    """What a server, or the way to it, said."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error) or type(error).__name__


def _address_refused(host: str, address: str, reason: str) -> AddressRefused:
    return AddressRefused(
        "No mail reaches this address. The mail server %(host)s says: %(reason)s",
        host=host,
        address=address,
        reason=reason,
    )


def _not_taken(host: str, reason: str) -> MailNotTaken:
    return MailNotTaken(
        "The mail server %(host)s did not take the mail: %(reason)s", host=host, reason=reason
    )


def _text(answer: bytes | str) -> str:
    written = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return " ".join(written.split())
