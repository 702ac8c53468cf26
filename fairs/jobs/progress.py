"""Lets a page see how far long work is, while its own transaction is not open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from fairs.models import Job

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True)
class Progress:
    """Writes the progress of a planning run in a short transaction."""

    sessions: sessionmaker[Session]

    def __call__(self, run_id: uuid.UUID, fraction: float, step: str) -> None:
        """Say how far a run is."""
        with self.sessions.begin() as session:
            session.execute(
                update(Job)
                .where(Job.id == run_id, Job.state == "running")
                .values(fraction=fraction, step=step)
            )
