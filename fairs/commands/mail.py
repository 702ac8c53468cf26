"""`maillage mail check`: how mails leave and come back, looked over before anybody waits for one."""

from __future__ import annotations

import os
import uuid

import click

from fairs import clock, config
from fairs.commands.tongue import language
from fairs.delivery.checkup import look_over
from fairs.delivery.mail import Letter, compose
from fairs.delivery.transports import mail_server
from fairs.domain.mail_addresses import clean_email
from fairs.errors import Unavailable
from fairs.texts import N_, translator

SIGNS = {"good": "ok", "lacking": "..", "bad": "!!", "unknown": "??"}


@click.group()
def mail() -> None:
    """Look over how mails leave and come back."""


@mail.command()
@click.option("--to", metavar="ADDRESS", help="Send a test mail there as well.")
def check(to: str | None) -> None:
    """Ask the mail server, the domain of the sender, and the mailbox for mails that come back.

    Ends with 1 if something has to be mended.
    """
    settings = config.from_environment(os.environ, begins=False)
    translate = translator(language()).gettext
    address = clean_email(to) if to else ""
    findings = look_over(settings)
    for finding in findings:
        click.echo(f"{SIGNS[finding.verdict]}  {finding.sentence(translate)}")
        for label, lines in ((N_("There now:"), finding.seen), (N_("Add this record:"), finding.put)):
            if lines:
                click.echo(f"      {translate(label)}")
            for line in lines.splitlines():
                click.echo(f"        {line}")
    if address:
        _send(settings, address)
        click.echo(translate("A test mail is on its way to %(address)s.") % {"address": address})
    if any(finding.verdict == "bad" for finding in findings):
        raise SystemExit(1)


def _send(settings: config.Settings, to: str) -> None:
    """At once, not by way of the database: it may not be there yet."""
    server = mail_server(settings)
    if server is None:
        raise Unavailable("No mail server is named: set MAILLAGE_SMTP_URL.")
    letter = Letter(
        template="test_mail",
        language=language(),
        to_name=to,
        to_email=to,
        from_name="Maillage",
        written_at=clock.now(),
        values={"person": to, "fair": None},
    )
    try:
        server.send(compose(letter, uuid.uuid4(), settings))
    finally:
        server.close()
