"""Installations to take backups of, on either database."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.commands.installations import CLIENTS, begun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.commands.installations import Place
    from tests.databases import PostgreSQL


@pytest.fixture
def client_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore, not older than the server."""
    monkeypatch.setenv("PATH", f"{CLIENTS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(params=["sqlite", "postgresql"])
def places(
    request: pytest.FixtureRequest, tmp_path: Path, postgresql: PostgreSQL
) -> Iterator[tuple[Place, Place]]:
    """An installation and an empty one elsewhere, both on one kind of database."""
    here, there = ({"MAILLAGE_HOME": str(tmp_path / name)} for name in ("here", "there"))
    if request.param == "sqlite":
        yield begun(here), there
        return
    with postgresql.fresh() as url, postgresql.bare() as empty:
        yield begun(here | {"MAILLAGE_DATABASE_URL": url}), there | {"MAILLAGE_DATABASE_URL": empty}


@pytest.fixture
def site(tmp_path: Path) -> Place:
    """An installation on SQLite."""
    return begun({"MAILLAGE_HOME": str(tmp_path / "here")})
