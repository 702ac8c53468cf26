"""Signs of life, for /healthz."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from fairs.jobs.upserts import insert_into
from fairs.models import Heartbeat

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

Part = Literal["pump", "worker", "clock"]


def beat(session: Session, part: Part, now: datetime) -> None:
    """Say that a part of the machinery is alive."""
    insert = insert_into(session, Heartbeat).values(part=part, at=now)
    session.execute(insert.on_conflict_do_update(index_elements=["part"], set_={"at": insert.excluded.at}))
