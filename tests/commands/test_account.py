"""Whoever hosts the site lets somebody in again who has lost app, passkey and written codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from fairs.cli import main
from fairs.domain import factors, sign_ins
from fairs.models import CodeApp, RecoveryCode, SignIn
from fairs.models.engine import open_engine
from tests import factories
from tests.factories import NOW, SECRET

if TYPE_CHECKING:
    from pathlib import Path


def test_a_lost_second_factor_is_forgotten(tmp_path: Path, database_url: str) -> None:
    place = {"MAILLAGE_HOME": str(tmp_path), "MAILLAGE_DATABASE_URL": database_url, "LC_ALL": "C"}
    engine = open_engine(database_url)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        account = factories.organiser(session, factories.fair(session))
        app = factors.new_app_secret()
        factors.add_app(session, account, app, pyotp.TOTP(app).at(NOW), SECRET, NOW)
        factors.new_recovery_codes(session, account, SECRET, NOW)
        sign_ins.sign_in(session, account.email, "", NOW)
    done = CliRunner().invoke(main, ["account", "forget-second-factor", account.email.upper()], env=place)
    assert (done.exit_code, "signs in by mail alone" in done.stdout) == (0, True)
    with Session(engine) as session:
        session.add(account)
        session.refresh(account)
        assert account.second_factor_at is None
        for gone in (CodeApp, RecoveryCode, SignIn):
            assert session.scalars(select(gone)).all() == []
    engine.dispose()
    unknown = CliRunner().invoke(main, ["account", "forget-second-factor", "no@body.example"], env=place)
    assert unknown.exit_code == 1
    assert "Nobody runs a fair with the address no@body.example." in unknown.output
