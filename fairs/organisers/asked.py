"""What an address asks of a long list. What makes no sense there is as if it were not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from fairs.queries import long_jobs, persons
from fairs.queries import webhooks as programs
from fairs.queries.ids import written_id
from fairs.web import here
from fairs.web.person import current_edition

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Job
    from fairs.queries.stretches import Place

    Word = TypeVar("Word", bound=str)
    Key = TypeVar("Key", int, uuid.UUID)


SEARCHED_AT_MOST = 200  # signs


def one_of(words: Iterable[Word], name: str) -> Word | None:
    """A word of ours that the address or a form names."""
    return next((word for word in words if word == request.values.get(name)), None)


def person() -> uuid.UUID | None:
    """The one person whose records are wanted."""
    return written_id(request.values.get("person", ""))


def search() -> str:
    """What is searched for; nobody means a text of pages."""
    return request.values.get("search", "").strip()[:SEARCHED_AT_MOST]


def webhooks() -> tuple[uuid.UUID, ...]:
    """The programs whose records are wanted, too."""
    return programs.named(here.session(), current_edition(), search()) if search() else ()


def letter() -> Job | None:
    """The letter whose mails are wanted."""
    written = request.values.get("letter", "")
    wanted = written_id(written) and long_jobs.find(here.session(), current_edition(), written)
    return wanted if wanted and wanted.kind == "letter" else None


def people() -> tuple[uuid.UUID, ...] | None:
    """Whose records are wanted; None for everybody's."""
    if (one := person()) is not None:
        return (one,)
    return persons.named(here.session(), current_edition(), search()) if search() else None


def place(
    find: Callable[..., Place | None], key: Callable[[str], Key | None], session: Session, edition: Edition
) -> Place | None:
    """From where to go on, if from anywhere."""
    for name in ("before", "after"):
        if (written := key(request.args.get(name, ""))) is not None:
            return find(session, edition, written, newer=name == "after")
    return None


def a_number(written: str) -> int | None:
    """The number that is written, if a database can hold it."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None  # noqa: PLR2004 - signs of 2**63
