"""`maillage account`: for whoever hosts the site, when somebody has lost what lets them in."""

from __future__ import annotations

import os

import click
from sqlalchemy.orm import Session

from fairs import config
from fairs.commands.opening import up_to_date
from fairs.domain import factors, sign_ins, teams
from fairs.errors import NotFound


@click.group()
def account() -> None:
    """Help somebody who runs a fair and cannot get in."""


@account.command("forget-second-factor")
@click.argument("email")
def forget_second_factor(email: str) -> None:
    """Take app, passkeys and written codes of EMAIL away, and sign out everywhere.

    Be sure who asks: from then on the mail alone lets in.
    """
    settings = config.from_environment(os.environ)
    with up_to_date(settings) as engine, Session(engine) as session, session.begin():
        found = teams.account_of(session, email.strip().casefold())
        if found is None:
            raise NotFound("Nobody runs a fair with the address %(email)s.", email=email)
        factors.forget(session, found)
        sign_ins.end_all(session, found.email)
    click.echo(f"{email} signs in by mail alone, until a second factor is set up anew.")
