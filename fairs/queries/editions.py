"""Which editions there are, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from fairs.errors import NotFound
from fairs.models import Account, Block, Edition, Fair, Interest, Membership, Participant, Table
from fairs.queries import schedules

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

NextAct = Literal[
    "open",
    "wait_for_people",
    "approve",
    "lay_out",
    "close_wishes",
    "plan",
    "look",
    "publish",
    "published",
    "over",
    "cancelled",
    "gather",
]


@dataclass(frozen=True)
class Counts:
    """The figures of an edition. `mutual` counts pairs in which both wish to meet."""

    received: int
    confirmed: int
    waitlisted: int
    offered: int
    approved: int
    declined: int
    withdrawn: int
    organisations: int
    wishes: int
    mutual: int
    without_wishes: int

    @property
    def inside(self) -> int:
        """Whoever has registered and has not left."""
        return self.received + self.confirmed + self.waitlisted + self.offered + self.approved

    @property
    def everyone(self) -> int:
        """Whoever has registered, also those who left."""
        return self.inside + self.declined + self.withdrawn


def upcoming(session: Session, now: datetime) -> Sequence[Edition]:
    """Editions before the public that are not over, the next one first."""
    return session.scalars(
        _with_words()
        .where(Edition.opened_at.is_not(None), Edition.ends_at > now)
        .order_by(Edition.starts_at, Edition.slug)
    ).all()


def of_organiser(session: Session, account: Account) -> Sequence[Edition]:
    """The editions that an account runs, the newest first."""
    fairs = [membership.fair_id for membership in account.memberships]
    return session.scalars(
        _with_words().where(Edition.fair_id.in_(fairs)).order_by(Edition.starts_at, Edition.slug)
    ).all()


def all_of_address(session: Session, email: str, now: datetime) -> Sequence[Edition]:
    """The editions in which somebody takes part under an address, those to come first, the next one first."""
    inside = select(Participant.edition_id).where(
        Participant.email == email, Participant.state.in_(("confirmed", "approved"))
    )
    return session.scalars(
        _with_words()
        .where(Edition.id.in_(inside), Edition.opened_at.is_not(None))
        .order_by(Edition.ends_at <= now, Edition.starts_at, Edition.slug)
    ).all()


def of_address(session: Session, email: str, now: datetime) -> Edition | None:
    """The next of these, or the last one when all are over."""
    return next(iter(all_of_address(session, email, now)), None)


def zone_of_address(session: Session, email: str) -> str:
    """By which clock somebody most likely lives: that of an edition they run or come to."""
    run = select(Membership.fair_id).join(Membership.account).where(Account.email == email)
    inside = select(Participant.edition_id).where(Participant.email == email)
    nearest = select(Edition.timezone).where(or_(Edition.fair_id.in_(run), Edition.id.in_(inside)))
    return session.scalar(nearest.order_by(Edition.starts_at.desc()).limit(1)) or "UTC"


def sizes(session: Session, editions: Sequence[Edition]) -> dict[uuid.UUID, int]:
    """How many people take part in each edition that has any."""
    return dict(
        session.execute(
            select(Participant.edition_id, func.count())
            .where(
                Participant.edition_id.in_([edition.id for edition in editions]),
                Participant.state == "approved",
            )
            .group_by(Participant.edition_id)
        ).all()
    )


def by_slug(session: Session, slug: str) -> Edition:
    """An edition by its address. Raises NotFound."""
    edition = session.scalar(_with_words().where(Edition.slug == slug))
    if edition is None:
        raise NotFound("There is no fair at this address.")
    return edition


def fair_by_slug(session: Session, slug: str) -> Fair:
    """A fair or meetup by its address. Raises NotFound."""
    fair = session.scalar(select(Fair).where(Fair.slug == slug))
    if fair is None:
        raise NotFound("There is no fair at this address.")
    return fair


def of_fair(session: Session, fair: Fair) -> Sequence[Edition]:
    """The editions of a fair before the public, in order of time."""
    return session.scalars(
        _with_words()
        .where(Edition.fair_id == fair.id, Edition.opened_at.is_not(None))
        .order_by(Edition.starts_at)
    ).all()


def counts(session: Session, edition: Edition) -> Counts:
    """How many people, organisations and wishes an edition has."""
    states = dict(
        session.execute(
            select(Participant.state, func.count())
            .filter_by(edition_id=edition.id)
            .group_by(Participant.state)
        ).all()
    )
    approved = select(Participant.id).filter_by(edition_id=edition.id, state="approved")
    wished = {
        (wisher, other)
        for wisher, other in session.execute(
            select(Interest.wisher_id, Interest.wished_id).where(
                Interest.wisher_id.in_(approved), Interest.wished_id.in_(approved), Interest.level != "never"
            )
        )
    }
    organisations = session.scalar(
        select(func.count(func.distinct(Participant.organisation_id))).filter_by(
            edition_id=edition.id, state="approved"
        )
    )
    return Counts(
        received=states.get("received", 0),
        confirmed=states.get("confirmed", 0),
        waitlisted=states.get("waitlisted", 0),
        offered=states.get("offered", 0),
        approved=states.get("approved", 0),
        declined=states.get("declined", 0),
        withdrawn=states.get("withdrawn", 0),
        organisations=organisations or 0,
        wishes=len(wished),
        mutual=sum((other, wisher) in wished for wisher, other in wished) // 2,
        without_wishes=states.get("approved", 0) - len({wisher for wisher, _ in wished}),
    )


def next_act(session: Session, edition: Edition, now: datetime) -> NextAct:
    """What the organiser should do next."""
    figures = counts(session, edition)
    room = select(func.count())
    blocks = session.scalar(room.select_from(Block).filter_by(edition_id=edition.id))
    tables = session.scalar(room.select_from(Table).filter_by(edition_id=edition.id, retired=False))
    steps: tuple[tuple[NextAct, bool], ...] = (
        ("cancelled", edition.cancelled),
        ("open", edition.opened_at is None),
        ("over", now >= edition.ends_at),
        ("published", edition.published_at is not None and schedules.draft(session, edition) is None),
        ("publish", schedules.draft(session, edition) is not None),
        ("approve", figures.confirmed > 0),
        ("wait_for_people", figures.approved == 0),
        ("gather", not edition.has_meetings),
        ("lay_out", not blocks or not tables),
        ("close_wishes", edition.wishes_open(now)),
    )
    return next((act for act, due in steps if due), "plan")


def _with_words() -> Select[Edition]:
    return select(Edition).options(joinedload(Edition.fair), selectinload(Edition.texts))
