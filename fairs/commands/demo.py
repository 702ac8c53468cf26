"""`maillage demo`: a lifelike fair to try everything on, served on this machine."""

from __future__ import annotations

import os
from dataclasses import replace

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from fairs import clock, config
from fairs.commands.db import bring_up_to_date
from fairs.commands.serve import run
from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.demonstration import seeding
from fairs.models import Delivery, DomainEvent
from fairs.models.engine import open_engine


@click.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Where to listen."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="On which address; 0.0.0.0 for all.")
def demo(port: int, host: str) -> None:
    """Fill a demonstration fair, if the database is empty, and serve it."""
    here = {"MAILLAGE_BASE_URL": f"http://{host}:{port}"}
    settings = replace(config.from_environment(here | os.environ), demo=True)
    bring_up_to_date(settings)
    fill(settings)
    run(settings, host, port)


def fill(settings: config.Settings) -> None:
    """Write the demonstration down, once."""
    engine = open_engine(settings.database_url)
    with Session(engine) as session:
        if not seeding.is_filled(session):
            seeding.fill(session, clock.now())
            leave_nothing_to_do(session)
            session.commit()
    engine.dispose()


def leave_nothing_to_do(session: Session) -> None:
    """Mark whatever would follow from what was written down as done: to nobody of these was a mail sent."""
    session.flush()
    for event in session.scalars(select(DomainEvent)):
        for subscription in SUBSCRIPTIONS:
            if subscription.event.__name__ == event.kind:
                session.add(
                    Delivery(
                        event_seq=event.seq,
                        edition_id=event.edition_id,
                        handler=subscription.name,
                        queue=subscription.queue,
                        state="done",
                        not_before=event.at,
                        done_at=event.at,
                    )
                )
