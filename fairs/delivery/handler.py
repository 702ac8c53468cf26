"""The shape of a reaction to an event.

A handler has up to three steps. `load` reads by id, in a short transaction, and builds values; `act` does
what lies outside (a mail, a solver in a process of its own) with no transaction open; `settle` writes what
became of it, in the transaction that marks the delivery done. A handler may be run twice: what it does
outside carries an identity that comes from the delivery, and what it writes is written once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from fairs.errors import FairError

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from fairs.config import Settings
    from fairs.delivery.processes import Processes
    from fairs.delivery.transports import Transport
    from fairs.events import Event
    from fairs.models.outbox import Queue

E = TypeVar("E", bound="Event")  # the kind of event answered
V = TypeVar("V")  # what is loaded
R = TypeVar("R")  # what acting came to

TRIES = 8


class Again(Exception):
    """What was loaded no longer holds: begin anew, at once, and then ever later. It is no failure."""


class Stopped(Exception):
    """The program is asked to end: put the delivery back as if it had never been taken."""


class Unwanted(Exception):
    """Nobody waits for the result any more: the delivery is done without one."""


class Later(Exception):
    """It is not its turn yet: put the delivery back until then, as if it had never been taken."""

    def __init__(self, not_before: datetime) -> None:
        super().__init__(str(not_before))
        self.not_before = not_before


class Hopeless(FairError):
    """No further try will do better: give the delivery up at once, for people to see."""

    def keep(self, session: Session, now: datetime) -> None:
        """Write down what was learnt, in the transaction that gives the delivery up."""


class Busy(FairError):
    """Who was asked wants to be left alone for some time: try again after it, if that is not sooner."""

    def __init__(self, message: str, wait: timedelta, /, **values: object) -> None:
        super().__init__(message, field=None, **values)
        self.wait = wait


@dataclass(frozen=True)
class Errand(Generic[E]):
    """One delivery as its handler sees it."""

    delivery_id: uuid.UUID
    event: E
    target: str = ""  # of a handler that has several: what stands behind its name


@dataclass(frozen=True)
class Tools:
    """What handlers work with."""

    settings: Settings
    post: Transport  # how mails leave
    processes: Processes  # where work goes that would keep a processor from answering pages
    transaction: Callable[[], AbstractContextManager[Session]]  # a short one, between steps of long work


@dataclass(frozen=True)
class Handler(Generic[E, V, R]):
    """A reaction. Without `load` there is nothing but `settle`: a consequence inside the database."""

    settle: Callable[[Session, Errand[E], R, datetime, Tools], None]
    load: Callable[[Session, Errand[E], datetime, Tools], V | None] | None = (
        None  # None: nothing is left to do
    )
    act: Callable[[Errand[E], V, Tools], R] | None = None
    give_up: Callable[[Session, Errand[E], str, datetime], None] | None = None  # says what failed for good


@dataclass(frozen=True)
class Subscription:
    """One reaction to one kind of event. Its name stands in the database: it never changes."""

    event: type[Event]
    name: str
    handler: Handler[Any, Any, Any]
    queue: Queue = "mail"
    tries: int = TRIES
    later: bool = False  # added to a kind of event that was recorded before: the earlier ones stay unanswered
    priority: int = 0  # what has more goes before all that has less, however long that has waited
    dedup: tuple[str, ...] = ()  # fields of the event whose equal values make two waiting deliveries one
