"""What is kept for a while and then forgotten: files whose form never came back, forms, sheets of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from fairs.domain.exporting import files
from fairs.domain.importing import receiving
from fairs.domain.submissions import REMEMBERED_FOR
from fairs.domain.uploads import KEPT_FOR
from fairs.models import PendingUpload, Submission

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker


class Leftovers:
    """Forgets them. Doing it twice does nothing twice, so no tick is written."""

    job = "leftovers"

    def see_to(self, sessions: sessionmaker[Session], now: datetime) -> int:
        """Returns how many were forgotten."""
        with sessions.begin() as session:
            uploads = delete(PendingUpload).where(PendingUpload.uploaded_at < now - KEPT_FOR)
            forms = delete(Submission).where(Submission.sent_at < now - REMEMBERED_FOR)
            gone = sum(session.connection().execute(order).rowcount for order in (uploads, forms))
            return gone + receiving.forget_old(session, now) + files.forget_old(session, now)
