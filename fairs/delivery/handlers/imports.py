"""Sheets of people: carried out, told and undone some lines at a time; then one mail for each person."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.delivery.handler import Handler
from fairs.delivery.handlers.mails import mail
from fairs.delivery.handlers.registrations import in_state
from fairs.delivery.letters import to_participant
from fairs.delivery.reports import Reports
from fairs.domain import long_jobs
from fairs.domain.importing import acts, carrying_out, undoing
from fairs.domain.importing.checking import look_over
from fairs.domain.importing.receiving import rows_of
from fairs.domain.registrations import INSIDE
from fairs.models import PeopleImport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.delivery.handler import Errand, Tools
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.domain.importing.acts import Act
    from fairs.events import ImportAnnounced, ImportAsked


@dataclass(frozen=True)
class Order:
    """What is to be done with which sheet."""

    job_id: uuid.UUID
    import_id: uuid.UUID
    act: Act
    now: datetime  # when this try began


def _begin(session: Session, errand: Errand[ImportAsked], now: datetime, _tools: Tools) -> Order | None:
    job = long_jobs.begin(session, errand.event.job_id)
    if job is None:
        return None
    return Order(job.id, uuid.UUID(job.options["import_id"]), job.options["act"], now)


def _do(_errand: Errand[ImportAsked], order: Order, tools: Tools) -> Order:
    DO[order.act](order, Reports(tools, order.job_id))
    return order


def _carry_out(order: Order, report: Reports) -> None:
    """What was done before a breakdown is known by its lines, and not done again."""
    with report.tools.transaction() as session:
        sheet = session.get_one(PeopleImport, order.import_id)
        looked = look_over(session, sheet, rows_of(sheet))
        known = carrying_out.Known.of_edition(session, sheet.edition)
    people = [person for person in looked.people if person.line not in looked.doubles]
    with report.holding() as session:
        carrying_out.leave_out(session, order.import_id, looked)
    size = carrying_out.AT_ONCE
    for done in range(0, len(people), size):
        _say(report, "import", done, len(people))
        with report.holding() as session:
            carrying_out.take_in(session, order.import_id, people[done : done + size], known, order.now)


def _tell(order: Order, report: Reports) -> None:
    with report.tools.transaction() as session:
        lots = acts.to_tell(session, order.import_id)
    _by_lots(order, report, "tell", lots, acts.announce)


def _undo(order: Order, report: Reports) -> None:
    with report.tools.transaction() as session:
        lots = undoing.to_undo(session, order.import_id)
    _by_lots(order, report, "undo", lots, undoing.take_back)


def _by_lots(
    order: Order,
    report: Reports,
    word: str,
    lots: Iterable[Sequence[uuid.UUID]],
    act: Callable[[Session, uuid.UUID, Sequence[uuid.UUID], datetime], None],
) -> None:
    lots = list(lots)
    done, everyone = 0, sum(map(len, lots))
    for lot in lots:
        _say(report, word, done, everyone)
        with report.holding() as session:
            act(session, order.import_id, lot, order.now)
        done += len(lot)


def _say(report: Reports, word: str, done: int, everyone: int) -> None:
    """It is written with the next lot."""
    report.fraction, report.step = done / everyone, f"{word} {done} {everyone}"


def _finish(
    session: Session, errand: Errand[ImportAsked], order: Order, now: datetime, _tools: Tools
) -> None:
    job = long_jobs.in_hand(session, errand.event.job_id)
    if job is not None:
        acts.finish(session, job, order.import_id, now)


def _give_up(session: Session, errand: Errand[ImportAsked], sentence: str, now: datetime) -> None:
    job = long_jobs.in_hand(session, errand.event.job_id)
    if job is not None:
        long_jobs.fail(job, sentence, now)


def _imported(event: ImportAnnounced, links: Addresses) -> Letter | None:
    """Who registered them, what follows, and how to refuse; nothing to whoever left meanwhile."""
    person = in_state(event, links, *INSIDE)
    sheet = links.session.get(PeopleImport, event.import_id)
    if person is None or sheet is None:
        return None
    return to_participant(
        "imported",
        person,
        links.settings,
        links.now,
        link=links.personal(person),
        by=sheet.account.name if sheet.account else person.edition.contact_name,
        network=person.edition.fair.network,
        organisation=person.organisation.name,
        state=person.state,
    )


DO: dict[Act, Callable[[Order, Reports], None]] = {"carry_out": _carry_out, "tell": _tell, "undo": _undo}
asked = Handler(load=_begin, act=_do, settle=_finish, give_up=_give_up)
imported = mail(_imported)
