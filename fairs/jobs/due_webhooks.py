"""Secrets of webhooks that sign no more: what is of no use is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from fairs.domain import webhooks
from fairs.models import Webhook
from fairs.models.engine import READ_ONLY

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True)
class FormerSecrets:
    """A day after a rotation the former secret is forgotten. Twice does no harm: it needs no tick."""

    job: str = "former_secrets"

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Forget those whose time is over."""
        with sessions() as session:
            session.connection(execution_options=READ_ONLY)
            if not session.scalar(select(exists().where(Webhook.former_until <= now))):
                return 0
        with sessions.begin() as session:
            return webhooks.forget_former_secrets(session, now)
