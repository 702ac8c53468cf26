"""Printing the agendas of everyone: some at a time, in a process of its own, kept before going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs import clock
from fairs.agenda import packs as press
from fairs.delivery.handler import Handler
from fairs.delivery.reports import Reports
from fairs.domain import long_jobs, packs
from fairs.errors import Unavailable
from fairs.models import Schedule
from fairs.queries.agendas import Links, some_agendas

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.agenda.values import Agenda
    from fairs.config import Settings
    from fairs.delivery.handler import Errand, Tools
    from fairs.domain.packs import Bundle, Order
    from fairs.events import PackAsked
    from fairs.models import Participant

DRAW = {"pdf": press.draw_together, "zip": press.draw_apart}
BIND = {"pdf": press.bind_together, "zip": press.bind_apart}


def _begin(session: Session, errand: Errand[PackAsked], _now: datetime, _tools: Tools) -> Order | None:
    job = long_jobs.begin(session, errand.event.job_id)
    if job is None or job.schedule_id is None:
        return None
    return packs.order_of(session, job, job.schedule_id)


def _print(_errand: Errand[PackAsked], order: Order, tools: Tools) -> bytes | Unavailable:
    """Without the libraries that set type there is nothing to try again."""
    report = Reports(tools, order.job_id)
    done = order.sheets - sum(len(bundle.people) for bundle in order.missing)
    try:
        for bundle in order.missing:
            report(done / order.sheets, f"draw {done} {order.sheets}")
            _draw(bundle, order, report)
            done += len(bundle.people)
        report(1.0, "bind")
        with tools.transaction() as session:
            drawn = packs.parts(session, order.job_id)
        about = (order.title, order.author, order.language)
        return tools.processes.run(BIND[order.form], drawn, *about, meanwhile=report.again, long=True)
    except Unavailable as lacking:
        return lacking


def _draw(bundle: Bundle, order: Order, report: Reports) -> None:
    """Draw some agendas and keep them; with that they are done, whatever happens next."""
    with report.tools.transaction() as session:
        agendas = _agendas(session, bundle, order, report.tools.settings)
    draw = DRAW[order.form]
    sheets = report.tools.processes.run(draw, agendas, bundle.first, meanwhile=report.again, long=True)
    with report.holding() as session:
        long_jobs.keep(session, order.job_id, bundle.name, sheets, clock.now())


def _agendas(session: Session, bundle: Bundle, order: Order, settings: Settings) -> tuple[Agenda, ...]:
    """On paper that passes through many hands stands the page where each asks for their own link."""

    def page(participant: Participant) -> str:
        return f"{settings.base_url}/e/{participant.edition.slug}/link"

    links = Links(page=page, feed=lambda _participant: "", calendar_domain=settings.calendar_domain)
    schedule = session.get_one(Schedule, order.schedule_id)
    return some_agendas(session, schedule, bundle.people, links)


def _keep(
    session: Session, errand: Errand[PackAsked], whole: bytes | Unavailable, now: datetime, _tools: Tools
) -> None:
    job = long_jobs.in_hand(session, errand.event.job_id)
    if job is None:
        return
    if isinstance(whole, Unavailable):
        long_jobs.fail(job, str(whole), now)
    else:
        packs.finish(session, job, whole, now)


def _give_up(session: Session, errand: Errand[PackAsked], sentence: str, now: datetime) -> None:
    job = long_jobs.in_hand(session, errand.event.job_id)
    if job is not None:
        long_jobs.fail(job, sentence, now)


pack = Handler(load=_begin, act=_print, settle=_keep, give_up=_give_up)
