"""E-mail addresses as people write them."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from fairs.errors import Refused


def clean_email(written: str) -> str:
    """The address in the form in which addresses are compared. Raises Refused."""
    try:
        return validate_email(written.strip(), check_deliverability=False).normalized.casefold()
    except EmailNotValidError as fault:
        raise Refused(
            "This does not look like an e-mail address: check it for a missing or superfluous sign.",
            field="email",
        ) from fault
