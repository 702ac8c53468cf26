"""The database goes away under load and comes back: nothing is lost, and all parts find it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.databases import PostgreSQL, server_of_our_own
from tests.torture.run import Torture, run

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from tests.torture.cluster import Cluster


RESTARTS = 4  # where all is slow, nothing would ever get done between one and the next


def test_the_database_restarts_under_load_and_nothing_is_lost(tmp_path: Path) -> None:
    with server_of_our_own() as (server, restart):
        done: list[bool] = []

        def strike(_cluster: Cluster, _lots: Random) -> bool:
            if len(done) == RESTARTS:
                return False
            restart()
            done.append(True)
            return True

        databases = PostgreSQL(server)
        with databases.fresh() as url:
            torture = Torture(people=12, leaving=2, every=5.0, at_least=11.0)
            reckoning, restarts = run(torture, tmp_path, url, strike)
        databases.close()
    assert reckoning.faults == ()
    assert restarts >= 2
    assert reckoning.mails >= 12 * 3
