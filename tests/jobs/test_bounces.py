"""A clock that looks for mails that came back."""

from __future__ import annotations

import mailbox
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.jobs.bounces import Bounces
from fairs.jobs.clock import Clock
from fairs.jobs.embedded import clock_of
from fairs.models import DeadAddress, Mail
from tests.delivery.reports import report
from tests.factories import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.jobs.works import Works

SOON = 20.0


@dataclass
class Once:
    """A mailbox that holds one message, and tells when it was looked into."""

    raw: bytes
    looked: threading.Event

    def each(self, look: Callable[[bytes], bool]) -> int:
        understood = look(self.raw)
        self.looked.set()
        return int(understood)

    def reach(self) -> None:
        """It is always there."""


def test_a_clock_with_a_mailbox_marks_addresses(works: Works) -> None:
    with works.sessions.begin() as session:
        session.add(
            Mail(message_id="<1@fairs.example>", recipient="zoe@org.example", subject="x", sent_at=NOW)
        )
    looked = threading.Event()
    clock = Clock(works.sessions, works.time, [Bounces(Once(report("<1@fairs.example>"), looked))])
    clock.start()
    assert looked.wait(SOON)
    clock.stop()
    with works.sessions() as session:
        dead = session.scalars(select(DeadAddress)).one()
        assert (dead.email, dead.how, dead.since) == ("zoe@org.example", "bounced", NOW)
        assert session.scalars(select(Mail.bounced_at)).one() == NOW


def test_the_settings_give_the_clock_its_mailbox(works: Works, tmp_path: Path) -> None:
    with works.sessions.begin() as session:
        session.add(
            Mail(message_id="<1@fairs.example>", recipient="zoe@org.example", subject="x", sent_at=NOW)
        )
    folder = mailbox.Maildir(tmp_path / "back")
    folder.add(report("<1@fairs.example>"))
    settings = replace(works.tools.settings, bounces=f"maildir:{tmp_path}/back")
    clock = clock_of(works.sessions.kw["bind"], settings)
    clock.start()
    clock.stop()  # after the jobs in hand
    assert [message.get_subdir() for message in folder] == ["cur"]
