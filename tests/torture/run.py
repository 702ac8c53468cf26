"""One torture: a cluster, a crowd, and somebody who strikes."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from fairs import clock
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.domain import deliveries
from fairs.jobs.fanout import attach
from fairs.jobs.runner import DIED
from fairs.models import Delivery, schema
from fairs.models.engine import open_engine
from tests.mailing import a_mail_server
from tests.torture.cluster import DISTRIBUTED, EMBEDDED, Cluster
from tests.torture.ear import HOST, Ear, listening
from tests.torture.play import Stage, lay_out, perform
from tests.torture.reckoning import reckon, unsettled
from tests.torture.sink import Sink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.torture.reckoning import Reckoning

LULL = 300.0  # seconds given to finish once nobody is killed any more; a lease lasts a minute


@dataclass(frozen=True)
class Torture:
    """How long, how many, how hard. A process that does everything takes some seconds to start."""

    people: int = 300
    leaving: int = 40
    every: float = 1.0  # seconds between two strikes
    at_least: float = 120.0  # seconds of striking, longer if the people are not done
    strikes: int = 2  # and so many strikes
    seed: int = 1


@dataclass
class Strikes:
    """How many there were."""

    number: int = 0


def run(
    torture: Torture,
    home: Path,
    database_url: str,
    strike: Callable[[Cluster, Random], bool] = Cluster.kill_one,
) -> tuple[Reckoning, int]:
    """Play, strike, let it finish, and reckon. Returns how often something was struck as well."""
    engine = open_engine(database_url)
    schema.upgrade(engine)
    sessions = sessionmaker(engine)
    attach(sessions, SUBSCRIPTIONS)
    parts = DISTRIBUTED if engine.dialect.name == "postgresql" else EMBEDDED
    sink, ear = Sink(), Ear()
    with a_mail_server(sink) as smtp, listening(ear) as hook:
        slug = lay_out(sessions, torture.people, hook)
        places = {"MAILLAGE_DATABASE_URL": database_url, "MAILLAGE_SMTP_URL": smtp}
        cluster = Cluster(home, parts, places | {"MAILLAGE_WEBHOOK_HOSTS": HOST})
        cluster.start()
        try:
            cluster.wait_for_pages()
            with _striking(partial(strike, cluster), torture) as strikes:
                perform(Stage(sessions, cluster.url, sink, slug), torture.people, torture.leaving)
            cluster.wait_for_pages()
            _let_finish(cluster, sessions)
        finally:
            cluster.stop()
        looked_over = cluster.order("doctor")
        with sessions() as session:
            reckoning = reckon(session, sink, ear, cluster.log())
        if looked_over.returncode:
            reckoning = replace(reckoning, lost=(*reckoning.lost, f"doctor: {looked_over.stdout}"))
    engine.dispose()
    return reckoning, strikes.number


@contextmanager
def _striking(strike: Callable[[Random], bool], torture: Torture) -> Iterator[Strikes]:
    """Strike every now and then, as long as the block lasts and the time says."""
    enough = threading.Event()
    until = time.monotonic() + torture.at_least
    lots = Random(torture.seed)  # noqa: S311 - a lot, not a secret
    strikes = Strikes()

    def go_on() -> None:
        while not enough.wait(torture.every * lots.uniform(0.5, 1.5)):
            strikes.number += strike(lots)

    striker = threading.Thread(target=go_on)
    striker.start()
    try:
        yield strikes
        while time.monotonic() < until or strikes.number < torture.strikes:
            time.sleep(0.1)
    finally:
        enough.set()
        striker.join()


def _let_finish(cluster: Cluster, sessions: sessionmaker[Session]) -> None:
    deadline = time.monotonic() + LULL
    while time.monotonic() < deadline:
        cluster.mend()
        with sessions.begin() as session:
            _press_send_again(session)
            if not unsettled(session):
                return
        time.sleep(0.5)


def _press_send_again(session: Session) -> None:
    """What was killed as often as it may be tried stands among the messages: the organiser sends it again."""
    dead = select(Delivery).where(Delivery.state == "dead", Delivery.error == DIED)
    for delivery in session.scalars(dead.where(Delivery.handler != "schedule.plan")):
        deliveries.send_again(session, delivery, clock.now())
    session.flush()
