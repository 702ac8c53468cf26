"""`maillage doctor`: what must be true of an installation, whether it is, and what would make it so."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from fairs import clock, config, logs
from fairs.commands.opening import existing
from fairs.commands.tongue import translate
from fairs.domain.invariants import pairs, publications, readers
from fairs.domain.invariants.findings import Check, Examination, Finding, Said
from fairs.jobs.embedded import session_factory
from fairs.jobs.invariants import calls, deliveries, effects
from fairs.models import schema
from fairs.models.engine import READ_ONLY
from fairs.texts import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session, sessionmaker

SHOWN = 20  # findings of one check
TRIES = 5  # at mending what others write to at the same time
SNAPSHOT = {"isolation_level": "REPEATABLE READ"}  # PostgreSQL: one state of everything that is compared


@dataclass
class Tally:
    """What came of it so far."""

    findings: int = 0
    mended: int = 0

    @property
    def left(self) -> int:
        """What is still not as it must be."""
        return self.findings - self.mended


@dataclass(frozen=True)
class Doctor:
    """Looks at a database and, if asked to, mends."""

    engine: Engine
    calendar_domain: str
    mend: bool
    now: Callable[[], datetime] = clock.now
    translate: Callable[[str], str] = str  # English as it is

    def examine(self) -> Tally:
        """Make all checks, and say of each what was found."""
        tally = Tally()
        if not self._tables(tally):
            return tally  # nothing more can be asked of the tables of another version
        sessions = session_factory(self.engine)
        if self.mend:
            for check in CHECKS:
                findings = self._mended(sessions, check) if check.mends else self._seen(sessions, check)
                self._say(check, findings, tally)
        else:
            with sessions() as session:
                examination = self._look_into(session)
                for check in CHECKS:
                    self._say(check, list(check.look(examination)), tally)
        return tally

    def _seen(self, sessions: sessionmaker[Session], check: Check) -> list[Finding]:
        with sessions() as session:
            return list(check.look(self._look_into(session)))

    def _tables(self, tally: Tally) -> bool:
        found = schema.reached(self.engine)
        if found == schema.head():
            self._say(TABLES, [], tally)
            return True
        finding = Finding(
            Said(
                "The tables are at revision %(found)s; this program needs %(needed)s.",
                found=found or "-",
                needed=schema.head(),
            ),
            Said("Bring them up to date, as “maillage db upgrade” does."),
            lambda: schema.upgrade(self.engine),
        )
        if self.mend:
            schema.upgrade(self.engine)
        self._say(TABLES, [finding], tally)
        return self.mend

    def _look_into(self, session: Session, *, to_mend: bool = False) -> Examination:
        options: dict[str, Any] = {} if to_mend else READ_ONLY
        if self.engine.dialect.name == "postgresql":
            options = SNAPSHOT | {"postgresql_readonly": not to_mend}
        session.connection(execution_options=options)
        return Examination(session, self.now(), self.calendar_domain)

    def _mended(self, sessions: sessionmaker[Session], check: Check) -> list[Finding]:
        """Look and mend in one transaction; again, where somebody else wrote to the same rows meanwhile."""
        findings: list[Finding] = []
        for left in reversed(range(TRIES)):
            try:
                with sessions.begin() as session:
                    findings = list(check.look(self._look_into(session, to_mend=True)))
                    for finding in findings:
                        if finding.mend is not None:
                            finding.mend()
            except OperationalError:
                if left == 0:
                    raise
            else:
                break
        return findings

    def _say(self, check: Check, findings: list[Finding], tally: Tally) -> None:
        click.echo(f"{'!!' if findings else 'ok'}  {check.name}: {self.translate(check.sentence)}")
        for finding in findings[:SHOWN]:
            click.echo(f"      {finding.sentence.told(self.translate)}")
            click.echo(
                f"      {self.translate(self._what_follows(finding))} {finding.remedy.told(self.translate)}"
            )
        if len(findings) > SHOWN:
            left = self.translate(N_("… and %(count)s more of this kind.")) % {"count": len(findings) - SHOWN}
            click.echo(f"      {left}")
        tally.findings += len(findings)
        tally.mended += self.mend and sum(finding.mend is not None for finding in findings)

    def _what_follows(self, finding: Finding) -> str:
        if finding.mend is None:
            return N_("→ for you:")
        return N_("→ done:") if self.mend else N_("→ with --mend:")


@click.command()
@click.option("--mend", is_flag=True, help="Do what can be done without a person.")
def doctor(mend: bool) -> None:
    """Check what must be true of the database. Ends with 0 when all is well, and with 1 otherwise.

    Without --mend nothing is changed. It may run while the site does.
    """
    settings = config.from_environment(os.environ, begins=False)
    logs.configure(as_json=settings.log_json)
    with existing(settings) as engine:
        tally = Doctor(engine, settings.calendar_domain, mend, translate=translate).examine()
    if not tally.findings:
        click.echo(translate(N_("All is well.")))
    elif mend:
        said = translate(N_("Mended: %(mended)s. Left for you: %(left)s."))
        click.echo(said % {"mended": tally.mended, "left": tally.left})
    else:
        said = translate(N_("Findings: %(count)s. “maillage doctor --mend” does what a program may do."))
        click.echo(said % {"count": tally.findings})
    raise SystemExit(1 if tally.left else 0)


def _file(found: Examination) -> Iterator[Finding]:
    """SQLite's own examination of its file."""
    if found.session.get_bind().dialect.name != "sqlite":
        return
    for (said,) in found.session.execute(text("PRAGMA integrity_check")):
        if said != "ok":
            yield Finding(
                Said("SQLite says of its file: %(said)s.", said=said),
                Said("Restore a backup, on a disk that is sound."),
            )
    for found_in, row, points_to, _ in found.session.execute(text("PRAGMA foreign_key_check")):
        yield Finding(
            Said(
                "Row %(row)s of %(table)s points to a row of %(points_to)s that is not there.",
                row=row,
                table=found_in,
                points_to=points_to,
            ),
            Said("Something else than this program wrote here: restore a backup."),
        )


TABLES = Check("tables", "The tables are those of this program.", lambda _: ())
CHECKS: tuple[Check, ...] = (
    Check("file", "The file of the database is sound.", _file, mends=False),
    *pairs.CHECKS,
    *publications.CHECKS,
    *readers.CHECKS,
    *effects.CHECKS,
    *deliveries.CHECKS,
    *calls.CHECKS,
)
