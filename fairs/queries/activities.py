"""The programme of an edition: its activities, and who goes to which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from fairs.errors import NotFound
from fairs.models import Activity, ActivityQuota, Edition, Participant, SignUp
from fairs.queries.ids import written_id

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def of_edition(session: Session, edition: Edition) -> Sequence[Activity]:
    """All activities, in order of time."""
    return session.scalars(
        _with_words()
        .where(Activity.edition_id == edition.id)
        .order_by(Activity.starts_at, Activity.ends_at, Activity.id)
    ).all()


def any_of(session: Session, edition: Edition) -> bool:
    """Whether there is a programme."""
    return bool(session.scalar(select(exists().where(Activity.edition_id == edition.id))))


def by_id(session: Session, edition: Edition, written: str) -> Activity:
    """An activity by what stands in an address. Raises NotFound."""
    found = session.scalar(
        _with_words().where(Activity.id == written_id(written), Activity.edition_id == edition.id)
    )
    if found is None:
        raise NotFound("This activity is not there, or no longer stands in the programme.")
    return found


def of_person(session: Session, participant: Participant) -> Sequence[Activity]:
    """What somebody signed up for, in order of time."""
    return session.scalars(
        _with_words()
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(SignUp.participant_id == participant.id)
        .order_by(Activity.starts_at, Activity.id)
    ).all()


def roster(session: Session, activity: Activity) -> Sequence[Participant]:
    """Who goes to an activity, in the order in which they signed up."""
    return session.scalars(
        select(Participant)
        .join(SignUp, SignUp.participant_id == Participant.id)
        .options(joinedload(Participant.organisation))
        .where(SignUp.activity_id == activity.id)
        .order_by(SignUp.signed_up_at, Participant.id)
    ).all()


def quotas(session: Session, activity: Activity) -> dict[uuid.UUID, int]:
    """How many places each family may take, where that is limited."""
    rows = session.scalars(select(ActivityQuota).filter_by(activity_id=activity.id))
    return {row.family_id: row.places for row in rows}


def closed_to(session: Session, participant: Participant) -> set[uuid.UUID]:
    """The activities that have no place left for somebody's family."""
    others = aliased(Participant)
    taken = (
        select(func.count())
        .select_from(SignUp)
        .join(others, others.id == SignUp.participant_id)
        .where(SignUp.activity_id == ActivityQuota.activity_id, others.family_id == ActivityQuota.family_id)
        .scalar_subquery()
    )
    full = select(ActivityQuota.activity_id).where(
        ActivityQuota.family_id == participant.family_id, ActivityQuota.places <= taken
    )
    return set(session.scalars(full))


def clashes(activity: Activity, others: Iterable[Activity]) -> tuple[Activity, ...]:
    """Those that are held while this one is: nobody can be at both."""
    return tuple(
        other
        for other in others
        if other.id != activity.id
        and other.starts_at < activity.ends_at
        and activity.starts_at < other.ends_at
    )


def _with_words() -> Select[Activity]:
    return select(Activity).options(
        selectinload(Activity.texts), joinedload(Activity.edition).joinedload(Edition.fair)
    )
