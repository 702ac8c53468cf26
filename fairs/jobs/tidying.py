"""Once a day what nobody will look at any more is thrown away, by its age and some at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import and_, delete, func, select

from fairs.domain.packs import WHOLE
from fairs.jobs import ticks
from fairs.jobs.due_people import BeforeMeetings, RegistrationUnfinished
from fairs.models import Attempt, Job, Piece, Tick, Token, Webhook
from fairs.queries.webhooks import SHOWN

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session, sessionmaker

    from fairs.models import Base

KEPT = timedelta(days=60)  # longer than any duty looks back that leaves a tick for each person
AT_ONCE = 1000  # rows that are deleted in one transaction

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Tidying:
    """A duty of the clock. Ticks of whole editions stay: they are few, and some are looked for forever."""

    job: str = "tidy"

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Tidy, where no clock has done so today; returns how many rows are gone."""
        with sessions.begin() as session:
            if not ticks.win(session, self.job, [f"{now:%Y-%m-%d}"], now):
                return 0
        gone = sum(_delete(sessions, table, which) for table, which in self._rubbish(sessions, now))
        log.info("rows that nobody will look at any more were deleted", count=gone)
        return gone

    def _rubbish(
        self, sessions: sessionmaker[Session], now: datetime
    ) -> Iterator[tuple[type[Base], ColumnElement[bool]]]:
        before = now - KEPT
        meetings = BeforeMeetings()
        of_people = (RegistrationUnfinished().job, meetings.job, meetings.starts, self.job)
        yield Tick, and_(Tick.at < before, Tick.job.in_(of_people))
        yield Token, Token.expires_at < before
        yield Piece, and_(Piece.made_at < before, Piece.job_id.in_(_ended(before)), Piece.name != WHOLE)
        with sessions() as session:
            webhooks = session.scalars(select(Webhook.id)).all()
        for webhook_id in webhooks:
            shown = (
                select(Attempt.at)
                .where(Attempt.webhook_id == webhook_id)
                .order_by(Attempt.at.desc(), Attempt.id)
                .limit(SHOWN)
                .subquery()
            )
            oldest_shown = select(func.min(shown.c.at)).scalar_subquery()
            yield (
                Attempt,
                and_(Attempt.webhook_id == webhook_id, Attempt.at < before, Attempt.at < oldest_shown),
            )


def _ended(before: datetime) -> Select[uuid.UUID]:
    """Long work of which no page shows more than how it ended."""
    return select(Job.id).where(Job.state.in_(["done", "failed", "cancelled"]), Job.ended_at < before)


def _delete(sessions: sessionmaker[Session], table: type[Base], which: ColumnElement[bool]) -> int:
    """Delete rows, with a pause for whoever waits to write after each portion."""
    gone = 0
    while True:
        some = select(table.id).where(which).limit(AT_ONCE)  # type: ignore[attr-defined] # all of these have one
        with sessions.begin() as session:
            portion = session.scalars(
                delete(table)
                .where(table.id.in_(some))  # type: ignore[attr-defined] # the same
                .returning(table.id)  # type: ignore[attr-defined] # the same
                .execution_options(synchronize_session=False)
            ).all()
        gone += len(portion)
        if len(portion) < AT_ONCE:
            return gone
