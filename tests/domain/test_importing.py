"""Sheets of people: looked over line by line, carried out within the places there are, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from fairs.domain import erasing, registrations, waiting, wishes
from fairs.domain.importing import acts, carrying_out, receiving, undoing
from fairs.domain.importing.checking import QUESTION, look_over
from fairs.domain.importing.previewing import preview
from fairs.domain.importing.seating import Forecast
from fairs.errors import Refused
from fairs.models import Answer, DomainEvent, Edition, ImportedLine, Organisation, Participant
from fairs.queries import imports as reads
from tests import factories
from tests.factories import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from fairs.domain.importing.lines import Looked
    from fairs.models import PeopleImport

HEAD = "Structure;SIRET;Ville;Famille;Nom;Courriel"
ZOE = "Recyclerie;;Saint-Aubin;ess;Zoé Lefèvre;Zoe@org.example"
ALI = "Fonderie;;Bœurs;Entreprise;Ali Ben;ali@org.example"
MIA = "La Recyclerie;;Saint Aubin;;Mia Çelik;mia@org.example"


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(session)


def sent(session: Session, edition: Edition, *lines: str, head: str = HEAD, **choices: Any) -> PeopleImport:
    content = "\r\n".join((head, *lines)).encode("cp1252")
    sheet = receiving.receive(session, edition, None, "liste.csv", content, NOW)
    sheet.choices = {**sheet.choices, **choices}
    return sheet


def looked(session: Session, sheet: PeopleImport) -> Looked:
    return look_over(session, sheet, receiving.rows_of(sheet))


def carried_out(session: Session, sheet: PeopleImport) -> dict[int, str]:
    """What became of each line."""
    edition = session.get_one(Edition, sheet.edition_id)
    seen = looked(session, sheet)
    people = [person for person in seen.people if person.line not in seen.doubles]
    job = acts.carry_out(session, sheet, {}, NOW)
    carrying_out.leave_out(session, sheet.id, seen)
    known = carrying_out.Known.of_edition(session, edition)
    carrying_out.take_in(session, sheet.id, people, known, NOW)
    acts.finish(session, job, sheet.id, NOW)
    return outcomes(session, sheet)


def outcomes(session: Session, sheet: PeopleImport) -> dict[int, str]:
    rows = select(ImportedLine.number, ImportedLine.outcome).filter_by(import_id=sheet.id)
    return dict(session.execute(rows.order_by(ImportedLine.number)).all())


def taken_back(session: Session, sheet: PeopleImport) -> None:
    job = acts.undo(session, sheet, NOW)
    for lines in undoing.to_undo(session, sheet.id):
        undoing.take_back(session, sheet.id, lines, NOW)
    acts.finish(session, job, sheet.id, NOW)


def known(session: Session, email: str) -> Participant:
    return session.scalars(select(Participant).filter_by(email=email)).one()


def said(session: Session, person: Participant) -> dict[str, Any]:
    return session.scalars(select(Answer.value).filter_by(participant_id=person.id)).one()


def people(session: Session) -> list[str]:
    return list(session.scalars(select(Participant.email).order_by(Participant.email)))


def happened(session: Session) -> list[str]:
    session.flush()
    return list(session.scalars(select(DomainEvent.kind).order_by(DomainEvent.seq)))


def test_a_line_registers_somebody_with_a_place_and_tells_nobody(session: Session, edition: Edition) -> None:
    edition.capacity = 10
    sheet = sent(session, edition, ZOE)
    assert carried_out(session, sheet) == {2: "place"}
    zoe = known(session, "zoe@org.example")
    assert (zoe.name, zoe.state, zoe.language, zoe.listed, zoe.email_shown) == (
        *("Zoé Lefèvre", "approved", "fr"),
        *(False, False),
    )
    assert (zoe.organisation.name, zoe.organisation.family, zoe.organisation.town) == (
        *("Recyclerie", "ess", "Saint-Aubin"),
    )
    assert (edition.taken, zoe.family and zoe.family.taken, zoe.confirmed_at) == (1, 1, None)
    assert happened(session) == ["SheetReceived", "ImportAsked", "PersonImported", "PeopleImported"]
    assert (sheet.content, sheet.carried_out_at) == (None, NOW)


def test_all_that_is_wrong_is_said_at_once_and_the_other_lines_come_in(
    session: Session, edition: Edition
) -> None:
    sheet = sent(session, edition, ZOE, ";12;;martien;;nobody", ALI + ";x")
    assert [(one.line, one.column, one.sentence(str)) for one in looked(session, sheet).complaints] == [
        (3, "SIRET", "A SIRET has fourteen figures: nine of the organisation and five of the establishment."),
        (
            *(3, "Famille"),
            (
                "There is no such family here. Write one of these: Économie sociale et solidaire, Entreprise "
                "classique, Acteur public, Réseau d’accompagnement, Financeur, Citoyen·nes."
            ),
        ),
        (3, "Courriel", "This is not an e-mail address. Write one address, such as name@example.org."),
        (3, "Nom", "This is needed."),
        (
            *(4, ""),
            (
                "The line has more cells than there are columns: put quotation marks around texts that "
                "contain the separator."
            ),
        ),
    ]
    assert carried_out(session, sheet) == {2: "place", 3: "faulty", 4: "faulty"}
    line = reads.lines(session, sheet, "faulty")[0]
    assert (line.cells, len(line.complaints)) == (["", "12", "", "martien", "", "nobody"], 4)


def test_a_fair_wants_an_organisation_but_citizens_come_for_themselves(
    session: Session, edition: Edition
) -> None:
    sheet = sent(session, edition, ";;;ess;Zoé;z@org.example", ";;;Citoyen·nes;Ali;a@org.example")
    seen = looked(session, sheet)
    assert [(one.line, one.column) for one in seen.complaints] == [(2, "Structure")]
    assert [(one.line, one.organisation) for one in seen.people] == [(3, "Ali")]


def test_first_and_last_names_are_put_together(session: Session, edition: Edition) -> None:
    sheet = sent(session, edition, "Zoé;Lefèvre;z@org.example;X", head="Prénom;Nom;Mail;Structure")
    assert [one.name for one in looked(session, sheet).people] == ["Zoé Lefèvre"]


def test_answers_are_taken_over_as_a_form_would_have_them(session: Session, edition: Edition) -> None:
    meal = factories.question(
        session, edition, "choices", labels={"fr": "Repas"}, choices={"veg": "Végé", "gf": "Sans gluten"}
    )
    again = factories.question(session, edition, "yes_no", labels={"fr": "Déjà venu·e ?"})
    photo = factories.question(session, edition, "consent", labels={"fr": "Photos"}, required=True)
    sheet = sent(
        session,
        edition,
        'Zoé;z@org.example;R;"Végé ; sans gluten";Oui;oui',
        "Ali;a@org.example;R;Végé, viande;bof;oui",
        head="Nom;Mail;Structure;Repas;Déjà venu.e ?;Photos",
    )
    assert sheet.columns[3:] == [f"{QUESTION}{meal.id}", f"{QUESTION}{again.id}", ""]
    seen = looked(session, sheet)
    assert [dict(one.answers) for one in seen.people] == [
        {meal.id: {"keys": ["veg", "gf"]}, again.id: {"yes": True}}
    ]
    assert [(one.line, one.column, one.text, one.sentence(str)) for one in seen.complaints] == [
        (
            *(3, "Repas", "Végé, viande"),
            "This is none of the choices. Write some of these, with ; between them: Végé ; Sans gluten.",
        ),
        (3, "Déjà venu.e ?", "bof", "This is neither yes nor no. Write yes or no."),
    ]
    carried_out(session, sheet)
    assert photo.id not in set(session.scalars(select(Answer.question_id)))


def test_columns_without_which_nobody_can_be_registered_are_asked_for(
    session: Session, edition: Edition
) -> None:
    sheet = sent(session, edition, "Zoé;z@org.example", head="Nom;Mail")
    for columns, sentence in (
        (["name", ""], "Say which column holds the e-mail addresses: without one nobody can be registered."),
        (["", "email"], "Say which column holds the names of the people."),
        (["email", "email"], "“Nom” and “Mail” hold the same here: choose one of the two columns."),
    ):
        with pytest.raises(Refused) as refusal:
            receiving.decide_columns(session, edition, sheet, columns)
        assert str(refusal.value) == sentence
    receiving.decide_columns(session, edition, sheet, ["name", "email", "role"])
    assert sheet.columns == ["name", "email"]


def test_people_of_one_organisation_belong_together(session: Session, edition: Edition) -> None:
    there = factories.participant(session, edition, organisation="La Recyclerie")
    carried_out(session, sent(session, edition, ZOE, MIA, ALI))
    assert known(session, "zoe@org.example").organisation is there.organisation
    assert known(session, "mia@org.example").organisation is there.organisation
    assert session.scalar(select(func.count()).select_from(Organisation)) == 2


def test_or_each_line_has_its_own_if_that_is_wanted(session: Session, edition: Edition) -> None:
    sheet = sent(session, edition, ZOE, MIA, organisations="new")
    assert [(one.name, one.lines, one.there) for one in preview(session, sheet, NOW).alike] == [
        ("Recyclerie", (2, 3), False)
    ]
    carried_out(session, sheet)
    assert session.scalar(select(func.count()).select_from(Organisation)) == 2


def test_a_siret_tells_organisations_better_than_their_names(session: Session, edition: Edition) -> None:
    head, here, there = "SIRET;Structure;Ville;Nom;Mail", "73282932000074", "35600000000048"
    carried_out(
        session,
        sent(
            session,
            edition,
            f"{here};Un;Évry;A;a@o.example",
            "732 829 320 00074;Deux;Évry;B;b@o.example",
            f"{there};Un;Évry;C;c@o.example",
            ";Un;Evry;D;d@o.example",
            head=head,
        ),
    )
    kept = session.scalars(select(Organisation).order_by(Organisation.siret))
    assert [(one.name, one.siret) for one in kept] == [("Un", there), ("Un", here)]
    assert known(session, "d@o.example").organisation.siret == here


@pytest.mark.parametrize(("double", "name", "left_out"), [("first", "Zoé", 3), ("last", "Zora", 2)])
def test_an_address_that_stands_twice_is_taken_once(
    session: Session, edition: Edition, double: str, name: str, left_out: int
) -> None:
    lines = ("R;;;;Zoé;z@org.example", "R;;;;Zora;Z@org.example")
    result = carried_out(session, sent(session, edition, *lines, double=double))
    assert (known(session, "z@org.example").name, result[left_out]) == (name, "double")


def test_who_is_registered_already_stays_as_they_are(session: Session, edition: Edition) -> None:
    factories.participant(session, edition, name="Zoé L.", email="zoe@org.example")
    sheet = sent(session, edition, ZOE)
    assert [person.name for _, person in preview(session, sheet, NOW).known] == ["Zoé L."]
    assert carried_out(session, sheet) == {2: "known"}
    assert (known(session, "zoe@org.example").name, edition.taken) == ("Zoé L.", 1)


def test_or_is_updated_and_what_the_sheet_leaves_empty_stays(session: Session, edition: Edition) -> None:
    zoe = factories.participant(session, edition, name="Zoé L.", email="zoe@org.example", role="Gérante")
    diet = factories.question(session, edition, "text", labels={"fr": "Régime"})
    factories.answer(session, zoe, diet, text="tout")
    head = "Structure;SIRET;Nom;Fonction;Mail;Régime"
    line = "Autre;73282932000074;Zoé Lefèvre;;zoe@org.example;végé"
    sheet = sent(session, edition, line, head=head, known="update")
    assert carried_out(session, sheet) == {2: "updated"}
    assert (zoe.name, zoe.role, zoe.organisation.siret, said(session, zoe)) == (
        *("Zoé Lefèvre", "Gérante", "73282932000074"),
        {"text": "végé"},
    )
    assert zoe.organisation.name.startswith("Recyclerie n°")
    zoe.role = "Présidente"
    taken_back(session, sheet)
    session.refresh(zoe)
    assert (zoe.name, zoe.role, zoe.organisation.siret, said(session, zoe)) == (
        *("Zoé L.", "Présidente", ""),
        {"text": "tout"},
    )


def test_who_left_is_not_put_back_by_a_sheet(session: Session, edition: Edition) -> None:
    zoe = factories.participant(session, edition, email="zoe@org.example")
    registrations.withdraw(session, zoe, NOW)
    assert carried_out(session, sent(session, edition, ZOE, known="update")) == {2: "left"}
    assert zoe.state == "withdrawn"


@pytest.mark.abuse(39)
def test_abuse_39_who_finds_no_place_waits_in_the_order_of_the_lines(
    session: Session, edition: Edition
) -> None:
    edition.capacity = 3
    ess = factories.participant(session, edition).family
    assert ess
    ess.quota = 2
    lines = [f"Org {n};;;{'ess' if n < 4 else 'classic'};Nom {n};n{n}@org.example" for n in range(1, 7)]
    sheet = sent(session, edition, *lines)
    assert preview(session, sheet, NOW).places == Forecast(places=2, waiting=4)
    assert list(carried_out(session, sheet).values()) == [
        *("place", "waiting", "waiting", "place", "waiting", "waiting")
    ]
    session.refresh(ess)
    assert (edition.taken, ess.taken) == (3, 2)
    assert [person.name for person in waiting.in_order(session, edition)] == [
        *("Nom 2", "Nom 3", "Nom 5", "Nom 6")
    ]


def test_nobody_who_waits_is_overtaken_by_a_sheet(session: Session, edition: Edition) -> None:
    edition.capacity = 1
    factories.participant(session, edition)
    factories.participant(session, edition, state="waitlisted", waitlisted_at=NOW, name="First")
    carried_out(session, sent(session, edition, ZOE))
    assert [person.name for person in waiting.in_order(session, edition)] == ["First", "Zoé Lefèvre"]


def test_where_nobody_can_wait_what_finds_no_place_is_left_out_and_kept(
    session: Session, edition: Edition
) -> None:
    edition.capacity, edition.waits = 1, False
    sheet = sent(session, edition, ZOE, ALI)
    assert preview(session, sheet, NOW).places == Forecast(places=1, full=1)
    assert carried_out(session, sheet) == {2: "place", 3: "full"}
    assert reads.lines(session, sheet, "full")[0].cells == ALI.split(";")


def test_they_may_wait_for_approval_and_take_no_place(session: Session, edition: Edition) -> None:
    edition.capacity = 1
    assert carried_out(session, sent(session, edition, ZOE, ALI, admits="ask")) == {2: "asks", 3: "asks"}
    assert (edition.taken, known(session, "ali@org.example").state) == (0, "confirmed")


def test_lines_that_are_done_are_not_done_again(session: Session, edition: Edition) -> None:
    sheet = sent(session, edition, ZOE, ALI)
    seen = looked(session, sheet)
    for _again in range(2):
        everyone = carrying_out.Known.of_edition(session, edition)
        carrying_out.take_in(session, sheet.id, seen.people, everyone, NOW)
    assert (people(session), edition.taken) == (["ali@org.example", "zoe@org.example"], 2)


def test_an_import_is_taken_back_as_if_it_had_not_been(session: Session, edition: Edition) -> None:
    edition.capacity = 2
    there = factories.participant(session, edition, organisation="La Recyclerie")
    sheet = sent(session, edition, ZOE, ALI, MIA)
    carried_out(session, sheet)
    assert edition.taken == 2
    taken_back(session, sheet)
    assert (people(session), edition.taken, sheet.state) == ([there.email], 1, "undone")
    assert [one.name for one in session.scalars(select(Organisation))] == ["La Recyclerie"]
    last = session.scalars(select(DomainEvent).order_by(DomainEvent.seq.desc())).first()
    assert last
    assert (last.kind, last.payload["people"], last.payload["stay"]) == ("ImportUndone", 3, 0)


@pytest.mark.abuse(42)
@pytest.mark.parametrize("was_there", [False, True])
def test_abuse_42_who_was_erased_is_not_brought_back_by_taking_an_import_back(
    session: Session, edition: Edition, was_there: bool
) -> None:
    if was_there:
        factories.participant(session, edition, name="Zoé L.", email="zoe@org.example", role="Gérante")
    sheet = sent(session, edition, ZOE, ALI, known="update")
    carried_out(session, sheet)
    zoe = known(session, "zoe@org.example")
    erasing.erase(session, zoe, NOW)
    as_erased = (zoe.name, zoe.email, zoe.role)
    taken_back(session, sheet)
    session.flush()
    session.expire_all()
    assert (zoe.state, (zoe.name, zoe.email, zoe.role)) == ("erased", as_erased)
    assert (people(session), edition.taken, sheet.state) == ([zoe.email], 0, "undone")
    rows = session.scalars(select(ImportedLine)).all()
    assert "Zoé" not in str([(row.cells, row.undo) for row in rows])


def test_what_an_import_frees_goes_to_those_who_wait(session: Session, edition: Edition) -> None:
    edition.capacity = 1
    sheet = sent(session, edition, ZOE)
    carried_out(session, sheet)
    waits = factories.participant(session, edition, state="waitlisted", waitlisted_at=NOW, approved_at=None)
    taken_back(session, sheet)
    session.flush()
    assert (waits.state, edition.taken) == ("approved", 1)


def test_whoever_has_acted_or_is_wished_stays_and_the_reason_is_kept(
    session: Session, edition: Edition
) -> None:
    sheet = sent(session, edition, ZOE, ALI, MIA)
    carried_out(session, sheet)
    zoe, ali = known(session, "zoe@org.example"), known(session, "ali@org.example")
    wishes.declare(session, zoe, ali, "must", "", NOW)
    taken_back(session, sheet)
    assert people(session) == ["ali@org.example", "zoe@org.example"]
    assert [(person.name, reason) for person, reason in reads.staying(session, sheet)] == [
        ("Zoé Lefèvre", "acted"),
        ("Ali Ben", "wished"),
    ]
    assert edition.taken == 2


def test_nothing_is_begun_that_makes_no_sense(session: Session, edition: Edition) -> None:
    sheet = sent(session, edition, ZOE)
    with pytest.raises(Refused, match="There is nothing to undo"):
        acts.undo(session, sheet, NOW)
    with pytest.raises(Refused, match="until the edition begins"):
        acts.carry_out(session, sheet, {}, edition.starts_at)
    edition.opened_at = None
    with pytest.raises(Refused, match="This edition is a draft"):
        acts.carry_out(session, sheet, {"tell": True}, NOW)
    acts.carry_out(session, sheet, {"tell": False}, NOW)
    with pytest.raises(Refused, match="Something is being done"):
        acts.undo(session, sheet, NOW)
    with pytest.raises(Refused, match="being carried out already"):
        receiving.throw_away(session, sheet, NOW)


def test_sheets_are_kept_for_as_long_as_they_are_needed(session: Session, edition: Edition) -> None:
    carried = sent(session, edition, ZOE, "bad;;;;;")
    carried_out(session, carried)
    sent(session, edition, ALI)
    session.flush()
    assert receiving.forget_old(session, NOW + receiving.KEPT_FOR) == 0
    assert receiving.forget_old(session, NOW + 2 * receiving.KEPT_FOR) == 1
    session.expire_all()
    assert [one.id for one in reads.of_edition(session, edition)] == [carried.id]
    assert reads.lines(session, carried, "faulty")[0].cells
    receiving.forget_old(session, NOW + 2 * receiving.TO_MEND_FOR)
    session.expire_all()
    line = reads.lines(session, carried, "faulty")[0]
    assert (line.cells, line.complaints) == ([], [])
