"""What long work says on its way to the page that asked for it, and what it hears back."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.delivery.handler import Unwanted
from fairs.domain import long_jobs

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Tools


@dataclass
class Reports:
    """The reports of one job. Each raises Unwanted once the job is cancelled."""

    tools: Tools
    job_id: uuid.UUID
    fraction: float = 0.0
    step: str = ""

    def __call__(self, fraction: float, step: str) -> None:
        """Say how far it is, in a transaction of its own."""
        self.fraction, self.step = fraction, step
        self.again()

    def again(self) -> None:
        """Say the same once more, to hear whether anybody still waits."""
        with self.holding():
            pass

    @contextmanager
    def holding(self) -> Iterator[Session]:
        """A transaction of its own that holds the job, to keep something that is finished."""
        with self.tools.transaction() as session:
            if not long_jobs.advance(session, self.job_id, self.fraction, self.step):
                raise Unwanted
            yield session
