"""Decisions about one edition that must not be taken at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.models import Edition

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session


def take_up(session: Session, edition: Edition) -> None:
    """Hold an edition, and know it as whoever held it before has left it."""
    hold(session, edition.id)
    session.flush()  # refreshing throws away what was not written yet
    session.refresh(edition)


def hold(session: Session, edition_id: uuid.UUID) -> None:
    """Wait until nobody else holds this edition, and hold it until this transaction ends.

    What is read afterwards is what they left. Whoever merely refers to the edition need not wait.
    """
    session.execute(select(Edition.id).where(Edition.id == edition_id).with_for_update(key_share=True))
