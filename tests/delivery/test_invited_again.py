"""The mail to those who are invited again: it can be stopped by one click."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fairs.domain import mail_choices
from fairs.domain.reinviting import reinvite
from fairs.queries.earlier import Wanted
from tests import factories
from tests.delivery.conftest import words

if TYPE_CHECKING:
    from fairs.models import Edition
    from tests.delivery.conftest import Town


def again(town: Town) -> None:
    """Everybody of the town is invited to the next edition."""
    with town.sessions.begin() as session:
        earlier = town.edition_in(session)
        year = timedelta(days=364)
        edition: Edition = factories.edition(
            session, of=earlier.fair, starts_at=earlier.starts_at + year, ends_at=earlier.ends_at + year
        )
        wanted = Wanted(groups=["came"], kinds=["ess"])
        assert reinvite(session, edition, earlier, wanted, "Revenez !", 3, town.time(), approves=True) == 3


def test_each_is_mailed_in_their_language_with_a_click_that_stops_it(town: Town) -> None:
    again(town)
    town.run_all()
    mails = town.mails_by_reader()
    assert set(mails) == {"Zoé", "Ali", "Mia"}
    said = words(mails["Mia"])
    assert (
        "You registered for an earlier edition: the form is filled in with what you said then."
        in " ".join(said.split())
    )
    assert "Revenez !" in said
    assert "/i/" in said
    assert mails["Mia"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/u/" in mails["Mia"]["List-Unsubscribe"]


def test_who_said_stop_meanwhile_is_not_written_to(town: Town) -> None:
    again(town)
    with town.sessions.begin() as session:
        mail_choices.stop(session, town.person_in(session, "Zoé"), town.time())
    town.run_all()
    assert set(town.mails_by_reader()) == {"Ali", "Mia"}
