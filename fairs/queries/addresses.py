"""Which addresses take no mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.models import DeadAddress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def dead_among(session: Session, emails: Iterable[str]) -> dict[str, DeadAddress]:
    """The dead ones among some addresses (those of one page, say), by the address as it was given."""
    asked = {email: email.lower() for email in emails if email}
    found = session.scalars(select(DeadAddress).where(DeadAddress.email.in_(set(asked.values()))))
    by_email = {dead.email: dead for dead in found}
    return {email: by_email[lower] for email, lower in asked.items() if lower in by_email}
