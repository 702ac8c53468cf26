"""Runs one delivery: load, act, settle; tries again, ever later; gives up at last, for people to see."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog
from structlog.contextvars import bound_contextvars

from fairs import clock, outbox
from fairs.delivery.handler import TRIES, Again, Busy, Errand, Hopeless, Later, Stopped, Unwanted
from fairs.errors import FairError
from fairs.jobs import claims
from fairs.jobs.claims import LeaseLost
from fairs.jobs.faults import for_log, in_words
from fairs.jobs.wake import wake
from fairs.meters import meters
from fairs.models import DomainEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session, sessionmaker

    from fairs.delivery.handler import Handler, Subscription, Tools
    from fairs.jobs.claims import Claim

DELAYS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)
STALE_FOR = timedelta(days=1)  # for how long what was loaded may change again and again
LONGEST_BETWEEN = timedelta(minutes=5)  # two such tries
NO_HANDLER = "Nothing here reacts by this name: the program is older or newer than the event."
DIED = "The program ended each time it tried this."

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Runner:
    """What is needed to carry a delivery out."""

    sessions: sessionmaker[Session]
    subscriptions: Mapping[str, Subscription]
    tools: Tools
    now: Callable[[], datetime] = clock.now

    @property
    def priorities(self) -> dict[str, int]:
        """Of the handlers that go before others."""
        return {name: one.priority for name, one in self.subscriptions.items() if one.priority}

    def run(self, taken: Claim) -> None:
        """Carry out a claimed delivery. Whatever goes wrong stays with this one delivery."""
        began = perf_counter()
        with bound_contextvars(
            delivery=str(taken.delivery_id),
            handler=taken.handler,
            attempt=taken.attempt,
            seq=taken.event_seq,
        ):
            try:
                self._try(taken)
            except LeaseLost:
                log.warning("somebody else took the delivery over")
        meters().tried(taken.handler, perf_counter() - began)

    def _try(self, taken: Claim) -> None:
        try:
            self._carry_out(taken)
        except LeaseLost:
            raise
        except Stopped:
            with self.sessions.begin() as session:
                claims.release(session, taken, self.now())
                self._wake(session, taken)
        except Unwanted:
            log.info("nobody waits for it any more")
            with self.sessions.begin() as session:
                claims.finish(session, taken, self.now())
        except Later as turn:
            with self.sessions.begin() as session:
                claims.release(session, taken, turn.not_before)
                self._wake(session, taken, turn.not_before)
        except Hopeless as error:
            log.warning("delivery given up", **for_log(error))
            meters().failed(taken.handler)
            self._give_up(taken, error)
        except Again as stale:
            log.info("to begin anew", reason=str(stale))
            self._begin_anew(taken, stale)
        except Exception as error:  # noqa: BLE001 - the relay stores whatever happens, tries again, and shows it
            log.warning("delivery failed", **for_log(error))
            meters().failed(taken.handler)
            delay = DELAYS[min(taken.attempt, len(DELAYS)) - 1]
            wait = error.wait if isinstance(error, Busy) else delay
            self._put_back(taken, error, self.now() + max(delay, wait))
        else:
            log.info("delivered")

    def _carry_out(self, taken: Claim) -> None:
        subscription = self._subscription(taken.handler)
        if subscription is None:
            raise FairError(NO_HANDLER)
        if taken.attempt > subscription.tries:
            raise FairError(DIED)
        handler: Handler[Any, Any, Any] = subscription.handler
        result = None
        if handler.load is not None:
            with self.sessions.begin() as session:
                errand = self._errand(session, taken)
                value = handler.load(session, errand, self.now(), self.tools)
                if value is None:  # nothing is left to do
                    claims.finish(session, taken, self.now())
                    return
            result = handler.act(errand, value, self.tools) if handler.act else value
        with self.sessions.begin() as session:
            errand = self._errand(session, taken)
            handler.settle(session, errand, result, self.now(), self.tools)
            claims.finish(session, taken, self.now())

    def _errand(self, session: Session, taken: Claim) -> Errand[Any]:
        happened = session.get_one(DomainEvent, taken.event_seq)
        event = outbox.restore(happened.kind, happened.edition_id, happened.payload)
        return Errand(taken.delivery_id, event, taken.handler.partition(":")[2])

    def _put_back(self, taken: Claim, error: Exception, not_before: datetime) -> None:
        """Store the error in words, and say when to try again, or that nobody will."""
        if taken.attempt >= self._tries(taken):
            self._give_up(taken, error)
            return
        with self.sessions.begin() as session:
            claims.try_again(session, taken, in_words(error), not_before)
            self._wake(session, taken, not_before)

    def _begin_anew(self, taken: Claim, stale: Again) -> None:
        """At once, then after as long again as it has taken so far. Where all changes for a day, give up.

        That it was tried is remembered, but not how often: only failures are counted.
        """
        with self.sessions.begin() as session:
            age = self.now() - session.get_one(DomainEvent, taken.event_seq).at
        if taken.attempt == 1:
            wait = timedelta()
        elif age <= STALE_FOR:
            wait = min(max(age, DELAYS[0]), LONGEST_BETWEEN)
        else:
            self._give_up(taken, stale)
            return
        with self.sessions.begin() as session:
            at = self.now() + wait
            claims.try_again(session, taken, in_words(stale), at, attempts=max(taken.attempt - 1, 1))
            self._wake(session, taken, at)

    def _give_up(self, taken: Claim, error: Exception) -> None:
        """Bury a delivery, and let its handler say so where people look."""
        subscription, sentence = self._subscription(taken.handler), in_words(error)
        with self.sessions.begin() as session:
            claims.bury(session, taken, sentence)
            if isinstance(error, Hopeless):
                error.keep(session, self.now())
            if subscription is None or subscription.handler.give_up is None:
                return
            with suppress(KeyError, TypeError), session.begin_nested():  # an event that cannot be read
                errand = self._errand(session, taken)
                subscription.handler.give_up(session, errand, sentence, self.now())

    def _wake(self, session: Session, taken: Claim, at: datetime | None = None) -> None:
        wake(session, taken.delivery_id, taken.queue, at, self.priorities.get(taken.handler, 0))

    def _subscription(self, handler: str) -> Subscription | None:
        """Whoever answers by this name, or by what stands before its target."""
        return self.subscriptions.get(handler.partition(":")[0])

    def _tries(self, taken: Claim) -> int:
        subscription = self._subscription(taken.handler)
        return subscription.tries if subscription else TRIES
