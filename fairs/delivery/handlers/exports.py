"""Everything of an edition in one file: gathered table by table, written in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.agenda import tables
from fairs.delivery.handler import Handler
from fairs.delivery.reports import Reports
from fairs.domain import long_jobs
from fairs.domain.exporting import files
from fairs.models import Edition, Job

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.events import ExportAsked


def _begin(session: Session, errand: Errand[ExportAsked], now: datetime, _tools: Tools) -> datetime | None:
    """When it began: as of then the tables are."""
    return now if long_jobs.begin(session, errand.event.job_id) else None


def _write(errand: Errand[ExportAsked], began: datetime, tools: Tools) -> bytes:
    report = Reports(tools, errand.event.job_id)
    with tools.transaction() as session:
        job = session.get_one(Job, errand.event.job_id)
        form, language = job.options["form"], job.options["language"]
        keys = files.tables_of(session.get_one(Edition, job.edition_id))
    gathered = []
    for done, key in enumerate(keys):
        report(done / (len(keys) + 1), f"gather {done} {len(keys)}")
        with tools.transaction() as session:
            edition = session.get_one(Edition, errand.event.edition_id)
            gathered.append(files.table(session, edition, key, language, began))
    report(len(keys) / (len(keys) + 1), "bundle")
    return tools.processes.run(tables.written, gathered, form, meanwhile=report.again, long=True)


def _keep(session: Session, errand: Errand[ExportAsked], whole: bytes, now: datetime, _tools: Tools) -> None:
    job = long_jobs.in_hand(session, errand.event.job_id)
    if job is not None:
        files.finish(session, job, whole, now)


def _give_up(session: Session, errand: Errand[ExportAsked], sentence: str, now: datetime) -> None:
    job = long_jobs.in_hand(session, errand.event.job_id)
    if job is not None:
        long_jobs.fail(job, sentence, now)


asked = Handler(load=_begin, act=_write, settle=_keep, give_up=_give_up)
