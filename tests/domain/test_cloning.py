"""Another edition like an earlier one: what is copied, what begins anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, inspect, select

from fairs.domain import families
from fairs.domain.cloning import BEGINS_ANEW, clone
from fairs.domain.families import FamilyPlan
from fairs.domain.moving import WhenAndWhere
from fairs.errors import Refused
from fairs.models import Activity, Block, DomainEvent, Edition, Interest, Participant, Question, Table
from fairs.queries import families as reads
from tests import factories
from tests.factories import FAIR_DAY, NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

AN_HOUR = timedelta(hours=1)
DAYS = timedelta(days=28)
NEXT = WhenAndWhere(
    starts_at=datetime(2027, 4, 15, 7, tzinfo=UTC),  # 09:00 in Paris, as before; the clocks went forward
    ends_at=datetime(2027, 4, 15, 15, tzinfo=UTC),
    venue="Gymnase",
    address="2 rue Haute",
)
COPIED = {
    *("fair_id", "timezone", "contact_name", "contact_email", "approves_itself", "repairs_itself"),
    *("capacity", "waits", "offer_hours", "invitation_only", "disposables_allowed", "speed_meetings"),
}


@pytest.fixture
def edition(session: Session) -> Edition:
    return factories.edition(
        session,
        registration_closes_at=FAIR_DAY.replace(hour=17) - timedelta(days=7),
        wishes_close_at=FAIR_DAY.replace(hour=11) - timedelta(days=4),
        wishes_closed_at=NOW,
        published_at=NOW,
        capacity=80,
        offer_hours=24,
        waits=False,
        approves_itself=True,
    )


def test_each_column_of_an_edition_is_copied_or_begins_anew() -> None:
    """Whoever adds one decides: it is copied unless it is named among those that begin anew."""
    assert {column.key for column in inspect(Edition).column_attrs} == BEGINS_ANEW | COPIED
    assert set() == BEGINS_ANEW & COPIED


def test_settings_and_texts_are_those_of_the_former_one_and_it_is_a_draft(
    session: Session, edition: Edition
) -> None:
    copy = clone(session, edition, NEXT, NOW)
    assert {name: getattr(copy, name) for name in COPIED} == {name: getattr(edition, name) for name in COPIED}
    assert (copy.phase(NOW), copy.opens_at, copy.published_at, copy.wishes_closed_at) == (
        "draft",
        None,
        None,
        None,
    )
    assert (copy.starts_at, copy.ends_at, copy.venue, copy.address) == (
        NEXT.starts_at,
        NEXT.ends_at,
        "Gymnase",
        "2 rue Haute",
    )
    assert copy.slug == f"{edition.fair.slug}-2027-04"
    assert {text.language: text.title for text in copy.texts} == {"fr": "Salon de mars", "en": "March fair"}
    assert len(edition.texts) == 2


def test_closing_dates_keep_their_distance_by_the_clocks_of_the_place(
    session: Session, edition: Edition
) -> None:
    copy = clone(session, edition, NEXT, NOW)
    assert copy.registration_closes_at == FAIR_DAY.replace(hour=17) - timedelta(days=7) + DAYS - AN_HOUR
    assert copy.wishes_close_at == FAIR_DAY.replace(hour=11) - timedelta(days=4) + DAYS - AN_HOUR


def test_closing_dates_that_would_have_passed_are_left_open(session: Session, edition: Edition) -> None:
    soon = replace(NEXT, starts_at=NOW + timedelta(days=5), ends_at=NOW + timedelta(days=5, hours=8))
    copy = clone(session, edition, soon, NOW)
    assert (copy.registration_closes_at, copy.wishes_close_at is None) == (None, False)


def test_families_come_along_with_places_prices_and_who_may_meet_whom(
    session: Session, edition: Edition
) -> None:
    first, second, *_ = reads.of_edition(session, edition)
    families.change(
        session, first, FamilyPlan("ess", {"fr": "Coopératives"}, {"fr": "Gratuit"}, ["SCOP"], 12), NOW
    )
    families.keep_apart(session, edition, [(first.id, second.id), (first.id, first.id)], NOW)
    factories.participant(session, edition)
    copy = clone(session, edition, NEXT, NOW)
    copied = reads.of_edition(session, copy)
    assert len(copied) == 6
    assert (copied[0].names, copied[0].prices, copied[0].legal_forms, copied[0].quota, copied[0].taken) == (
        {"fr": "Coopératives"},
        {"fr": "Gratuit"},
        ["SCOP"],
        12,
        0,
    )
    pair = (min(copied[0].id, copied[1].id), max(copied[0].id, copied[1].id))
    assert set(reads.apart(session, copy)) == {pair, (copied[0].id, copied[0].id)}


def test_questions_keep_their_conditions_and_removed_ones_stay_behind(
    session: Session, edition: Edition
) -> None:
    common = {"edition_id": edition.id, "hints": {}, "families": ["ess"]}
    stand = Question(position=1, kind="yes_no", labels={"fr": "Un stand ?"}, required=True, **common)
    gone = Question(position=2, kind="yes_no", labels={"fr": "Un fax ?"}, removed_at=NOW, **common)
    session.add_all([stand, gone])
    session.flush()
    size = Question(position=3, kind="number", labels={"fr": "Surface"}, depends_on_id=stand.id, **common)
    number = Question(position=4, kind="text", labels={"fr": "Numéro"}, depends_on_id=gone.id, **common)
    size.depends_value = number.depends_value = "yes"
    session.add_all([size, number])
    session.flush()
    copy = clone(session, edition, NEXT, NOW)
    copied = session.scalars(select(Question).filter_by(edition_id=copy.id).order_by(Question.position)).all()
    assert [question.label("fr") for question in copied] == ["Un stand ?", "Surface", "Numéro"]
    assert (copied[0].required, copied[0].families) == (True, ["ess"])
    assert (copied[1].depends_on_id, copied[1].depends_value) == (copied[0].id, "yes")
    assert (copied[2].depends_on_id, copied[2].depends_value) == (None, "")


def test_blocks_lie_on_the_new_day_at_their_hours_and_standing_tables_are_set_up(
    session: Session, edition: Edition
) -> None:
    factories.block(session, edition)
    factories.tables(session, edition, 3)[1].retired = True
    copy = clone(session, edition, NEXT, NOW)
    block = session.scalars(select(Block).filter_by(edition_id=copy.id)).one()
    assert (block.starts_at, block.meeting_minutes) == (FAIR_DAY.replace(hour=8) + DAYS - AN_HOUR, 20)
    labels = session.scalars(select(Table.label).filter_by(edition_id=copy.id).order_by(Table.position))
    assert labels.all() == ["Table 1", "Table 3"]


def test_the_programme_comes_along_without_people_and_minutes(session: Session, edition: Edition) -> None:
    workshop = factories.activity(session, edition, minutes="Vingt vélos réparés.", taken=3)
    factories.activity(session, edition, starts_at=edition.starts_at + AN_HOUR, ends_at=edition.ends_at)
    later = replace(NEXT, starts_at=NEXT.starts_at + AN_HOUR, ends_at=NEXT.ends_at)
    copy = clone(session, edition, later, NOW)
    copied = session.scalars(
        select(Activity).filter_by(edition_id=copy.id).order_by(Activity.starts_at)
    ).all()
    assert [(row.starts_at, row.ends_at) for row in copied] == [
        (later.starts_at, later.starts_at + AN_HOUR),  # nine is too early now: it stays the first
        (later.starts_at, later.ends_at),  # at the same hours
    ]
    first = copied[0]
    assert (first.kind, first.room, first.places) == (workshop.kind, workshop.room, 12)
    assert (first.facilitator, first.minutes, first.taken) == ("", "", 0)
    assert [(text.language, text.title) for text in first.texts] == [("fr", "Atelier réparation")]


def test_what_does_not_fit_the_new_hours_stays_behind(session: Session, edition: Edition) -> None:
    factories.activity(session, edition, ends_at=edition.ends_at)
    copy = clone(session, edition, replace(NEXT, ends_at=NEXT.starts_at + AN_HOUR), NOW)
    assert session.scalars(select(Activity).filter_by(edition_id=copy.id)).all() == []


def test_people_and_wishes_stay_behind(session: Session, edition: Edition) -> None:
    one, other = factories.participant(session, edition), factories.participant(session, edition)
    factories.mutual(session, one, other)
    copy = clone(session, edition, NEXT, NOW)
    assert copy.taken == 0
    for table in (Participant, Interest):
        count = select(func.count()).select_from(table).filter_by(edition_id=copy.id)
        assert session.scalar(count) == 0
    session.flush()
    told = session.scalars(select(DomainEvent).filter_by(edition_id=copy.id)).one()
    assert (told.kind, told.payload) == ("EditionCloned", {"from_id": str(edition.id)})


@pytest.mark.abuse(39)
def test_abuse_39_a_button_pressed_twice_makes_one_copy(session: Session, edition: Edition) -> None:
    assert clone(session, edition, NEXT, NOW) is clone(session, edition, NEXT, NOW)


def test_a_second_one_in_a_month_is_told_apart_by_its_day(session: Session, edition: Edition) -> None:
    clone(session, edition, NEXT, NOW)
    later = replace(NEXT, starts_at=NEXT.starts_at + DAYS / 4, ends_at=NEXT.ends_at + DAYS / 4)
    assert clone(session, edition, later, NOW).slug == f"{edition.fair.slug}-2027-04-22"


WRONG = [
    (replace(NEXT, venue=""), "venue"),
    (replace(NEXT, ends_at=NEXT.starts_at), "ends_at"),
    (replace(NEXT, starts_at=NOW - 2 * AN_HOUR, ends_at=NOW - AN_HOUR), "ends_at"),
    (replace(NEXT, starts_at=FAIR_DAY.replace(hour=8), ends_at=FAIR_DAY.replace(hour=9)), "starts_at"),
]


def test_what_cannot_be_is_refused_at_its_field(session: Session, edition: Edition) -> None:
    for wrong, field in WRONG:
        with pytest.raises(Refused) as refusal:
            clone(session, edition, wrong, NOW)
        assert refusal.value.field == field
