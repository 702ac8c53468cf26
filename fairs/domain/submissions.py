"""A form that is sent twice, by a double click or by a browser that asks again, is taken in once."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from fairs.models import Submission

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition

REMEMBERED_FOR = timedelta(days=1)


def first_time(session: Session, edition: Edition, key: str, content: object, now: datetime) -> bool:
    """Whether this form, by its own key and with this content, has not been taken in yet.

    The same form with something corrected is another one. Of two at once, one waits until the other is done.
    """
    if not key:
        return True
    digest = hashlib.sha256(f"{edition.id} {key} {content!r}".encode()).hexdigest()
    try:
        with session.begin_nested():
            session.add(Submission(digest=digest, edition_id=edition.id, sent_at=now))
    except IntegrityError:
        return False
    return True
