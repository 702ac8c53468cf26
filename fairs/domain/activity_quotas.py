"""How many places of an activity a family may take: never more, whoever presses at the same time.

What is taken is counted while the activity's own row is held by its counter: the last place is given once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from fairs.errors import Refused
from fairs.models import Activity, ActivityQuota, Participant, SignUp

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from fairs.models import Family


def field_of(family_id: uuid.UUID) -> str:
    """The name of a family's number in the form."""
    return f"quota_{family_id.hex}"


def set_all(session: Session, activity: Activity, quotas: Mapping[uuid.UUID, int]) -> None:
    """So many places for each family that is named; none of the others is limited. The activity is held.

    Raises Refused where a family has taken more already.
    """
    for family_id, places in quotas.items():
        taken = taken_by(session, activity, family_id)
        if taken > places:
            raise Refused(
                "%(taken)d people of this family have signed up: it cannot have fewer places than that.",
                field=field_of(family_id),
                taken=taken,
            )
    session.execute(delete(ActivityQuota).where(ActivityQuota.activity_id == activity.id))
    session.add_all(
        ActivityQuota(activity_id=activity.id, family_id=family_id, places=places)
        for family_id, places in sorted(quotas.items())
    )
    session.flush()


def has_room(session: Session, activity: Activity, participant: Participant) -> bool:
    """Whether the person's family may take one more place. The activity is held."""
    if participant.family_id is None:
        return True
    quota = session.get(ActivityQuota, (activity.id, participant.family_id), populate_existing=True)
    return quota is None or taken_by(session, activity, participant.family_id) < quota.places


def taken_by(session: Session, activity: Activity, family_id: uuid.UUID) -> int:
    """How many people of a family go to an activity."""
    theirs = (
        select(func.count())
        .select_from(SignUp)
        .join(Participant, Participant.id == SignUp.participant_id)
        .where(SignUp.activity_id == activity.id, Participant.family_id == family_id)
    )
    return session.scalar(theirs) or 0


def object_to(session: Session, participant: Participant, family: Family) -> None:
    """Raises Refused where somebody goes to an activity that has no room left for another family."""
    theirs = select(Activity).join(SignUp).where(SignUp.participant_id == participant.id)
    for activity in session.scalars(theirs.order_by(Activity.id).with_for_update(of=Activity)).all():
        quota = session.get(ActivityQuota, (activity.id, family.id))
        if quota is not None and taken_by(session, activity, family.id) >= quota.places:
            raise Refused(
                "“%(title)s”, to which this person goes, has no place left for that family.",
                field="family",
                title=activity.text(activity.edition.fair.language).title,
            )
