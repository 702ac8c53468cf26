"""All agendas in one file: drawn some at a time, kept, never drawn twice; cancelled, resumed, replaced."""

from __future__ import annotations

import io
import multiprocessing
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import pypdf
import pytest
from sqlalchemy import select, update

from fairs.delivery.handlers.packs import DRAW
from fairs.domain import long_jobs, packs
from fairs.errors import Refused
from fairs.models import Delivery, Job, Piece
from fairs.queries import long_jobs as reads
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from fairs.delivery.processes import Processes
    from fairs.domain.packs import Form
    from tests.delivery.conftest import Town


@pytest.fixture(autouse=True)
def _one_agenda_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "AT_ONCE", 1)


@pytest.fixture
def town(town: Town) -> Town:
    """Everyone meets everyone, and has heard of it."""
    town.publish(("Zoé", "Ali", 0), ("Zoé", "Mia", 1), ("Ali", "Mia", 2))
    with town.sessions.begin() as session:
        session.execute(update(Delivery).values(state="done"))
    return town


def ask(town: Town, form: Form = "pdf") -> None:
    with town.sessions.begin() as session:
        packs.ask_pack(session, town.edition_in(session), form, town.time())


def cancel(town: Town) -> None:
    with town.sessions.begin() as session:
        long_jobs.cancel(session, session.scalars(select(Job)).one(), town.time())


def job_of(town: Town) -> Job:
    with town.sessions() as session:
        return session.scalars(select(Job)).one()


def whole(town: Town) -> bytes:
    with town.sessions() as session:
        content = packs.content(session, session.scalars(select(Job)).one())
        assert content is not None
        return content


def pieces(town: Town) -> list[str]:
    with town.sessions() as session:
        return sorted(session.scalars(select(Piece.name)))


class Killed(BaseException):
    """The runner is no more: nothing of it is left to tidy up."""


@dataclass
class Press:
    """The real processes; counts the agendas that are drawn, and lets something happen on the way."""

    processes: Processes
    drawn: int = 0
    happens: dict[int, Callable[[], object]] = field(default_factory=dict)

    def run(self, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        if function in DRAW.values():
            self.happens.pop(self.drawn, bool)()
            self.drawn += len(arguments[0])
        return self.processes.run(function, *arguments, **options)


def press_of(town: Town, **happens: Callable[[], object]) -> Press:
    press = Press(
        town.tools.processes, happens={int(n.removeprefix("after_")): do for n, do in happens.items()}
    )
    town.tools = replace(town.tools, processes=cast("Processes", press))
    return press


def test_a_pack_holds_everybody_s_agenda_by_name(town: Town) -> None:
    ask(town)
    town.run_all()
    job = job_of(town)
    assert (job.state, job.fraction, pieces(town)) == ("done", 1.0, ["whole"])
    printed = pypdf.PdfReader(io.BytesIO(whole(town)))
    names = [min(town.people, key=page.extract_text().index) for page in printed.pages]
    assert names == ["Ali", "Mia", "Zoé"]
    assert printed.metadata is not None
    assert printed.metadata.title == "Tous les agendas – Salon de mars"


def test_a_pack_of_single_files_names_each_of_them(town: Town) -> None:
    ask(town, "zip")
    town.run_all()
    archive = zipfile.ZipFile(io.BytesIO(whole(town)))
    assert archive.namelist() == [
        "0001 Ali – Atelier Ali.pdf",
        "0002 Mia – Atelier Mia.pdf",
        "0003 Zoé – Atelier Zoé.pdf",
    ]
    assert archive.read(archive.namelist()[0]).startswith(b"%PDF")


def die() -> None:
    raise Killed


def test_what_a_killed_runner_had_drawn_is_not_drawn_again(town: Town) -> None:
    ask(town)
    press = press_of(town, after_2=die)
    with pytest.raises(Killed):
        town.run_all()
    assert (press.drawn, pieces(town)) == (2, ["people", "sheets 00000", "sheets 00001"])
    assert (job_of(town).state, job_of(town).step) == ("running", "draw 2 3")

    town.time.pass_by(minutes=2)  # the lease of the dead runs out
    town.run_all()
    assert (press.drawn, job_of(town).state) == (3, "done")
    assert len(pypdf.PdfReader(io.BytesIO(whole(town))).pages) == 3


def test_what_was_drawn_before_the_press_was_killed_is_not_drawn_again(town: Town) -> None:
    def kill() -> None:
        for child in multiprocessing.active_children():
            child.kill()
            child.join()

    ask(town)
    press = press_of(town, after_1=lambda: threading.Timer(0.05, kill).start())
    town.run_all()
    while job_of(town).state != "done":
        town.time.at = max(delivery.not_before for delivery in town.deliveries())
        town.run_all()
    assert press.drawn in {3, 4}  # the timer may come too late to hit a drawing


def test_a_pack_cancelled_while_it_is_drawn_ends_there(town: Town) -> None:
    ask(town)
    press = press_of(town, after_1=lambda: cancel(town))
    town.run_all()
    assert (job_of(town).state, town.states()["papers.pack"]) == ("cancelled", "done")
    assert (press.drawn, pieces(town)) == (2, ["people", "sheets 00000"])  # the second was thrown away

    ask(town)
    assert pieces(town) == ["people"]  # the next begins by throwing away what the cancelled one left


def test_a_pack_cancelled_before_it_began_is_never_drawn(town: Town) -> None:
    ask(town)
    cancel(town)
    press = press_of(town)
    town.run_all()
    assert (press.drawn, town.states()["papers.pack"]) == (0, "cancelled")


def test_two_who_ask_at_the_same_moment_get_one_pack_of_each_form(town: Town) -> None:
    with ThreadPoolExecutor(4) as threads:
        for asking in [threads.submit(ask, town, form) for form in ("pdf", "zip", "pdf", "zip")]:
            asking.result()
    with town.sessions() as session:
        asked = session.scalars(select(Job).order_by(Job.asked_at)).all()
        assert sorted(job.options["form"] for job in asked) == ["pdf", "zip"]
    assert len([row for row in town.deliveries() if row.handler == "papers.pack"]) == 2


def test_a_new_pack_takes_the_place_of_the_last_one(town: Town) -> None:
    for _ in range(2):
        ask(town)
        town.run_all()
        town.time.pass_by(minutes=1)
    with town.sessions() as session:
        older, newer = session.scalars(select(Job).order_by(Job.asked_at)).all()
        assert (packs.content(session, older), reads.names_of_pieces(session, newer.id)) == (None, {"whole"})


def test_what_was_published_since_is_another_pack(town: Town) -> None:
    ask(town)
    town.publish(("Zoé", "Ali", 0))
    ask(town)
    town.run_all()
    with town.sessions() as session:
        older, newer = session.scalars(select(Job).order_by(Job.options["revision"].as_integer())).all()
        content = packs.content(session, newer)
        assert (older.state, newer.state) == ("done", "done")
        assert content is not None
        assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 2


def test_there_is_nothing_to_print_before_a_grid_is_out(session: Session) -> None:
    edition = factories.edition(session)
    with pytest.raises(Refused, match="Publish the grid first"):
        packs.ask_pack(session, edition, "pdf", factories.NOW)
