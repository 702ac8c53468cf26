"""``python -m tests.torture``: the long torture, for those who want to see it; the tests run a short one."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from tests.databases import PostgreSQL, postgresql_server
from tests.torture.run import Torture, run


@click.command()
@click.option(
    "--database", type=click.Choice(["sqlite", "postgresql"]), default="postgresql", show_default=True
)
@click.option("--people", default=300, show_default=True)
@click.option("--seconds", default=120.0, show_default=True, help="Of killing, at least.")
@click.option("--every", default=1.0, show_default=True, help="Seconds between two kills.")
@click.option("--seed", default=1, show_default=True)
def main(database: str, people: int, seconds: float, every: float, seed: int) -> None:
    """Kill parts of the program again and again while people use it, then compare facts with effects."""
    torture = Torture(people=people, leaving=people // 8, every=every, at_least=seconds, seed=seed)
    with tempfile.TemporaryDirectory() as folder:
        if database == "sqlite":
            reckoning, kills = run(torture, Path(folder), f"sqlite:///{folder}/maillage.sqlite3")
        else:
            with postgresql_server() as server:
                cluster = PostgreSQL(server)
                with cluster.fresh() as url:
                    reckoning, kills = run(torture, Path(folder), url)
                cluster.close()
    click.echo(
        f"{database}: {kills} kills; {reckoning.events} events, {reckoning.deliveries} deliveries, "
        f"{reckoning.mails} mails; {reckoning.taken_over} deliveries taken over, "
        f"{reckoning.sent_twice} mails sent twice with one Message-ID, "
        f"{reckoning.given_up} plans given up and asked for again"
    )
    for fault in reckoning.faults:
        click.echo(fault)
    click.echo(
        "All facts have their effects." if not reckoning.faults else f"{len(reckoning.faults)} faults."
    )
    sys.exit(bool(reckoning.faults))


main()
