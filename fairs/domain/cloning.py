"""Another edition of the same fair, laid out like an earlier one.

What the organiser decided is copied; who came and what became of them is not. A column that is added to
`Edition` is copied, unless it is named in `BEGINS_ANEW`: a test asks for the decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select
from sqlalchemy.orm import aliased

from fairs import events
from fairs.domain import moving, slugs, successors
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Activity, ActivityQuota, Apart, Base, Block, Edition, Family, Question, Table
from fairs.outbox import record
from fairs.queries import families

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.domain.moving import WhenAndWhere

Row = TypeVar("Row", bound=Base)
CLOSING = ("registration_closes_at", "wishes_close_at")
BEGINS_ANEW = {
    *("id", "slug", "starts_at", "ends_at", "venue", "address"),
    *("opens_at", "opened_at", "registration_closed_at", "wishes_closed_at", "published_at"),
    *("taken", "grid_stale_at", "cancelled_at", "cancelled_because"),
    *CLOSING,
}
"""Columns of an edition that its copy does not take over as they are."""


def clone(session: Session, edition: Edition, plan: WhenAndWhere, now: datetime) -> Edition:
    """A draft for another time and place: texts, settings, families, questions, programme, tables and blocks.

    Closing dates keep their distance to the fair, as far as they lie ahead. The team hangs on the fair.
    Asked for twice, it is made once.
    """
    take_up(session, edition)
    moving.object_to(plan, now)
    there = _at_that_time(session, edition, plan)
    if there is not None:
        return there
    days = _days(edition, plan)
    copy = _copied(
        edition,
        BEGINS_ANEW,
        slug=slugs.of_edition(session, edition.fair, plan.starts_at, edition.timezone),
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        venue=plan.venue,
        address=plan.address,
        taken=0,
        texts=[_copied(text, {"id", "edition_id"}) for text in edition.texts],
        **closing_dates(edition, plan, now),
    )
    session.add(copy)
    session.flush()
    _copy_families(session, edition, copy)
    _copy_questions(session, edition, copy)
    _copy_room(session, edition, copy, days)
    _copy_programme(session, edition, copy, days)
    session.flush()
    record(session, events.EditionCloned(copy.id, edition.id), now)
    return copy


def closing_dates(edition: Edition, plan: WhenAndWhere, now: datetime) -> dict[str, datetime | None]:
    """When the copy would close: as long before it as now. What would have passed by then is left open."""
    days = _days(edition, plan)
    dates = {name: getattr(edition, name) for name in CLOSING}
    shifted = {
        name: moving.later(date, days, edition.timezone) if date else None for name, date in dates.items()
    }
    return {
        name: date if date is not None and now < date <= plan.ends_at else None
        for name, date in shifted.items()
    }


def _at_that_time(session: Session, edition: Edition, plan: WhenAndWhere) -> Edition | None:
    there = session.scalar(
        select(Edition).filter_by(fair_id=edition.fair_id, starts_at=plan.starts_at).limit(1)
    )
    if there is not None and (there.opened_at is not None or there is edition):
        raise Refused("An edition of this fair begins at that very time already.", field="starts_at")
    return there


def _days(edition: Edition, plan: WhenAndWhere) -> int:
    zone = ZoneInfo(edition.timezone)
    return (plan.starts_at.astimezone(zone).date() - edition.starts_at.astimezone(zone).date()).days


def _copy_families(session: Session, edition: Edition, copy: Edition) -> None:
    """With their quotas and prices, and who may meet whom."""
    copies: dict[uuid.UUID, Family] = {
        family.id: _copied(family, {"id"}, edition_id=copy.id, taken=0)
        for family in families.of_edition(session, edition)
    }
    session.add_all(copies.values())
    session.flush()
    pairs = ((copies[one].id, copies[other].id) for one, other in families.apart(session, edition))
    session.add_all(Apart(one_id=min(pair), other_id=max(pair)) for pair in pairs)


def _copy_questions(session: Session, edition: Edition, copy: Edition) -> None:
    """Those that are still asked. A condition on one that is not asked any more falls away."""
    asked = session.scalars(
        select(Question).filter_by(edition_id=edition.id, removed_at=None).order_by(Question.position)
    ).all()
    copies: dict[uuid.UUID | None, Question] = {
        question.id: _copied(question, {"id", "depends_on_id"}, edition_id=copy.id) for question in asked
    }
    session.add_all(copies.values())
    session.flush()
    for question in asked:
        if question.depends_on_id in copies:
            copies[question.id].depends_on_id = copies[question.depends_on_id].id
        else:
            copies[question.id].depends_value = ""


def _copy_room(session: Session, edition: Edition, copy: Edition, days: int) -> None:
    """Blocks on the new days at the same hours, and the tables that stand."""
    for block in session.scalars(select(Block).filter_by(edition_id=edition.id)):
        spans = {
            name: moving.later(getattr(block, name), days, edition.timezone)
            for name in ("starts_at", "ends_at")
        }
        session.add(_copied(block, {"id"}, edition_id=copy.id, **spans))
    for table in session.scalars(select(Table).filter_by(edition_id=edition.id, retired=False)):
        session.add(_copied(table, {"id"}, edition_id=copy.id))


def _copy_programme(session: Session, edition: Edition, copy: Edition, days: int) -> None:
    """Activities, as far as they lie within its hours. Who leads them is asked anew.

    What was written down of them is for those who were there.
    """
    for activity in session.scalars(select(Activity).filter_by(edition_id=edition.id)):
        span = activity.starts_at, activity.ends_at
        by_the_clock = [moving.later(instant, days, edition.timezone) for instant in span]
        from_the_start = [successors.shifted(instant, edition, copy.starts_at) for instant in span]
        for starts_at, ends_at in (by_the_clock, from_the_start):
            if copy.starts_at <= starts_at and ends_at <= copy.ends_at:
                texts = [_copied(text, {"id", "activity_id"}) for text in activity.texts]
                when = {"starts_at": starts_at, "ends_at": ends_at}
                but = {"id", "facilitator", "minutes"}
                twin = _copied(activity, but, edition_id=copy.id, taken=0, texts=texts, **when)
                session.add(twin)
                session.flush()
                _copy_quotas(session, activity, twin)
                break


def _copy_quotas(session: Session, activity: Activity, twin: Activity) -> None:
    """For the families that the copy has under the same names."""
    same = aliased(Family)
    quotas = session.execute(
        select(same.id, ActivityQuota.places)
        .join(Family, Family.id == ActivityQuota.family_id)
        .join(same, same.slug == Family.slug)
        .where(ActivityQuota.activity_id == activity.id, same.edition_id == twin.edition_id)
    )
    session.add_all(
        ActivityQuota(activity_id=twin.id, family_id=family_id, places=places) for family_id, places in quotas
    )


def _copied(row: Row, but: set[str], **values: Any) -> Row:
    """A new row with the columns of another, but for some."""
    columns = {column.key for column in inspect(type(row)).column_attrs} - but - values.keys()
    return type(row)(**{name: getattr(row, name) for name in columns}, **values)
