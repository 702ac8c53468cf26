"""What one person sees of another is decided in one place, and every output goes through it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from fairs.agenda import ics
from fairs.agenda.text import agenda_text
from fairs.agenda.values import Partner
from fairs.queries import agendas, visible
from fairs.queries.agendas import Links
from tests import factories, planting
from tests.architecture.source import modules

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ANYWHERE = Links(lambda _person: "", lambda _person: "", "test.example")
OF_OTHERS = ("fairs/participants/wishing.py", "fairs/registration/pages.py", "fairs/queries/agendas.py")


@pytest.mark.abuse(17)
@pytest.mark.parametrize("shown", [True, False])
def test_an_address_is_seen_by_those_met_where_its_owner_agreed(session: Session, *, shown: bool) -> None:
    edition = factories.edition(session)
    planted = planting.everything(session, edition)
    planted.person.email_shown = shown
    schedule = planted.meeting_schedule(session)
    agenda = agendas.agenda_of(session, planted.partner, schedule, ANYWHERE)
    calendar = ics.feed(agenda).decode().replace("\r\n ", "")
    assert [partner.email for entry in agenda.entries for partner in entry.partners] == [
        planted.email if shown else ""
    ]
    assert (planted.email in calendar) is shown
    assert planted.person.name in agenda_text(agenda)


def test_those_who_take_part_see_no_address_at_all(session: Session) -> None:
    person = factories.participant(session, factories.edition(session), email_shown=True, role="Gérante")
    face = visible.to_participants(person, "en")
    assert (face.name, face.role, face.organisation.name) == (
        person.name,
        "Gérante",
        person.organisation.name,
    )
    assert person.email not in repr(face)


def test_everyone_sees_organisations_that_agreed_once_and_nobody_s_name(session: Session) -> None:
    edition = factories.edition(session)
    one, colleague, silent = (factories.participant(session, edition, name=f"N° {n}") for n in range(3))
    colleague.organisation, silent.listed = one.organisation, False
    session.flush()
    shown = visible.to_everyone([one, colleague, silent])
    assert [organisation.name for organisation in shown] == [one.organisation.name]
    assert "N° " not in repr(shown[0])


@pytest.mark.abuse(42)
def test_abuse_42_of_who_was_erased_everybody_sees_that_somebody_left(session: Session) -> None:
    person = factories.participant(session, factories.edition(session), email_shown=True)
    person.state = "erased"
    assert visible.to_those_met(person, "en") == Partner(name="Somebody who left", organisation="")
    assert visible.to_participants(person, "fr").organisation.name == "Une personne qui est partie"
    assert visible.to_everyone([person]) == []


def test_nothing_else_makes_what_others_see() -> None:
    makers = {
        module.name
        for module in modules("fairs")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Partner", "Face", "Shown"}
    }
    of_spreadsheets = "fairs/domain/papers.py"  # `maillage plan`: nobody is registered there
    assert makers == {"fairs/queries/visible.py", of_spreadsheets}


def test_pages_about_others_read_nobody_s_address_themselves() -> None:
    reading = [
        module.place(node.lineno)
        for module in modules("fairs")
        if module.name in OF_OTHERS
        for node in module.attributes()
        if node.attr in {"email_shown", "listed"}
    ]
    assert reading == []
