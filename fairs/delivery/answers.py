"""What mail systems answer when they do not take a mail, and whose fault it is (RFC 3463, RFC 5321)."""

from __future__ import annotations

import re
import smtplib
from typing import TYPE_CHECKING

from fairs.agenda.characters import one_line
from fairs.delivery.handler import Hopeless
from fairs.domain import addresses
from fairs.errors import FairError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
NUMBERS = re.compile(r"(?:^|: )(\d{3}(?: [245]\.\d{1,3}\.\d{1,3})?)\b")  # at the beginning of an answer
OF_MAIL = frozenset({550, 551, 552, 553, 554})  # these refuse a mail; said of a recipient, that one
FOR_GOOD = 500
TOO_LONG = 3


class MailNotTaken(FairError):
    """The mail server could not be reached, or refused a mail for now."""


class MailRefused(Hopeless):
    """The server will never take this mail; the address may be good for another."""


class AddressRefused(Hopeless):
    """The server takes no mail for this address."""

    def __init__(
        self, message: str = "", /, *, address: str = "", reason: str = "", host: str = "", status: str = ""
    ) -> None:
        super().__init__(message, host=host, reason=reason, status=status)
        self.address = address
        self.said = reason

    def keep(self, session: Session, now: datetime) -> None:
        """Mark the address."""
        addresses.mark(session, self.address, "refused", self.said, now)


def blames_address(said: str, *, asked: bool = True) -> bool | None:
    """Whether words that refuse for good are about the address; None if they bear no status of RFC 3463.

    What is not: policies against the sender (x.7), faults of the way (most of x.4), of the host (x.3), of
    the protocol or of the mail. Microsoft's servers say 5.4.1, and 5.5.0, for an unknown address. Where the
    server was not `asked` about the address, but had the whole mail, it must say so more clearly.
    """
    found = STATUS.search(said)
    if found is None:
        return None
    subject, detail = int(found[2]), int(found[3])
    return {
        0: asked,
        1: detail not in {7, 8},  # the sender's address
        2: detail != TOO_LONG,
        4: detail in {1, 4, 310},
        5: asked and detail == 0,
    }.get(subject, False)


def meaning(error: Exception, host: str, address: str) -> FairError:
    """The error to raise for what a server answered to a mail for this address alone."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, answer),) = error.recipients.values()
        return _refusal(host, address, code, f"{code} {_text(answer)}", asked=True)
    if isinstance(error, smtplib.SMTPDataError):
        return _refusal(host, address, error.smtp_code, words(error), asked=False)
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code in OF_MAIL:
        return not_wanted(host, words(error))
    return _not_taken(host, words(error))


def not_wanted(host: str, reason: str) -> MailRefused:
    """The error to raise for a mail that need not be tried again."""
    return MailRefused(
        "The mail server %(host)s refuses this mail for good: %(reason)s",
        host=host,
        reason=reason,
        status=_status(reason),
    )


def _refusal(host: str, address: str, code: int, reason: str, *, asked: bool) -> FairError:
    """A refused recipient, or a refused mail. Codes of the conversation (530: sign in) may be mended yet."""
    if code < FOR_GOOD:
        return _not_taken(host, f"{address}: {reason}" if asked else reason)
    blamed = blames_address(reason, asked=asked)
    if (asked and code in OF_MAIL) if blamed is None else blamed:
        return _address_refused(host, address, reason)
    if code in OF_MAIL or not asked:
        return not_wanted(host, reason)
    return _not_taken(host, f"{address}: {reason}")


def words(error: Exception) -> str:
    """What a server, or the way to it, said."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return _text(str(error)) or type(error).__name__


def _address_refused(host: str, address: str, reason: str) -> AddressRefused:
    return AddressRefused(
        "No mail reaches this address. The mail server %(host)s says: %(reason)s",
        host=host,
        address=address,
        reason=reason,
        status=_status(reason),
    )


def _not_taken(host: str, reason: str) -> MailNotTaken:
    return MailNotTaken(
        "The mail server %(host)s did not take the mail: %(reason)s",
        host=host,
        reason=reason,
        status=_status(reason),
    )


def _status(reason: str) -> str:
    """The numbers of an answer, which name nobody."""
    found = NUMBERS.search(reason)
    return found[1] if found else ""


def _text(answer: bytes | str) -> str:
    """Servers answer what they like: what is kept of it has no sign that a database would refuse."""
    written = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return " ".join(one_line(written).split())
