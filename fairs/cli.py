"""The `maillage` command: commands are named here and loaded only when one is asked for, so help is quick."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from fairs.errors import FairError

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = {  # name: (where it is, what it does)
    "demo": ("fairs.commands.demo:demo", "Fill a demonstration fair and serve it."),
    "serve": ("fairs.commands.serve:serve", "Serve the site: web, clock and jobs in one process."),
    "web": ("fairs.commands.serve:web", "Serve the pages alone, in several processes (PostgreSQL)."),
    "worker": ("fairs.commands.beside:worker", "Carry out what follows from events (PostgreSQL)."),
    "clock": ("fairs.commands.beside:clock", "Let dates act (PostgreSQL)."),
    "db": ("fairs.commands.db:db", "Bring the database up to date."),
    "backup": ("fairs.commands.backup:backup", "Write everything of an installation into one file."),
    "restore": ("fairs.commands.restore:restore", "Put a backup into an empty database."),
    "erased": ("fairs.commands.erased:erased", "List who must not come back with an older backup."),
    "mail": ("fairs.commands.mail:mail", "Look over how mails leave and come back."),
    "account": ("fairs.commands.account:account", "Let somebody in again who lost the second factor."),
    "doctor": ("fairs.commands.doctor:doctor", "Check what must be true, and mend what is not."),
    "journal": ("fairs.commands.journal:journal", "Tell what agendas said at an instant."),
    "plan": ("fairs.commands.plan:plan", "From an organiser's spreadsheets to the papers of a fair."),
    "solve": ("scheduling.cli:solve", "From a problem to its best schedule."),
    "check": ("scheduling.cli:check", "Verify a solution, independently of the solver."),
    "explain": ("scheduling.cli:explain", "Say why each unplaced request has no place."),
    "advise": ("scheduling.cli:advise", "Say what holds the grid back, and what would help."),
    "certify": ("scheduling.cli_certify:certify", "Verify a certificate that there is no schedule."),
    "generate": ("scheduling.cli_generate:generate", "Make up a lifelike fair, from a seed."),
}


class Commands(click.Group):
    """A group that knows its commands by name and help, and loads the one that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        """Load a command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the same
        """List the commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what a person can mend is told in one line, without a traceback."""
        try:
            return super().invoke(ctx)
        except FairError as error:
            click.echo(error.sentence(_translate()), err=True)
            ctx.exit(1)


def _translate() -> Callable[[str], str]:
    from fairs.commands.tongue import translate  # noqa: PLC0415 - read only once something went wrong

    return translate


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="maillage", prog_name="maillage")
def main() -> None:
    """Run business fairs: from wishes to a grid of meetings, calendars and printed agendas."""
