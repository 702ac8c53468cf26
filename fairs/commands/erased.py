"""`maillage erased`: who has to be erased again, should an older backup be put back."""

from __future__ import annotations

import os

import click
from sqlalchemy.orm import Session

from fairs import config
from fairs.commands.opening import up_to_date
from fairs.domain.erased_again import listed


@click.command()
def erased() -> None:
    """List who was erased, by ids that lead to nobody; for “maillage restore --erased”.

    Keep the list beside the backups, written anew more often than they are.
    """
    settings = config.from_environment(os.environ)
    with up_to_date(settings) as engine, Session(engine) as session:
        for line in listed(session):
            click.echo(line)
