"""Addresses that live for minutes: whoever has one gets the first mail, and never the agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from disposable_email_domains import blocklist

from fairs.errors import Refused

if TYPE_CHECKING:
    from fairs.models import Edition


def is_disposable(email: str) -> bool:
    """Whether the address is one of a service for throwing away, or of a domain below it."""
    labels = email.rpartition("@")[2].casefold().split(".")
    return any(".".join(labels[start:]) in blocklist for start in range(len(labels) - 1))


def object_to_disposable(edition: Edition, email: str) -> None:
    """Raises Refused unless the organiser takes such addresses."""
    if not edition.disposables_allowed and is_disposable(email):
        raise Refused(
            "Addresses at %(domain)s are thrown away after a while: your agenda would not reach you. "
            "Take one that you will still read on the day.",
            field="email",
            domain=email.rpartition("@")[2],
        )
