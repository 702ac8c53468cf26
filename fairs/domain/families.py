"""The families of an edition: what they are called, how many places each has, and who may meet whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from fairs import events, texts
from fairs.domain import activity_quotas, places, seats, waiting
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.families import BY_KEY, FAMILIES
from fairs.models import Apart, Family, Participant
from fairs.outbox import record
from fairs.queries import families as reads

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition

AT_MOST = 20  # of one edition
LANGUAGES = tuple(texts.LOCALES)


@dataclass(frozen=True)
class FamilyPlan:
    """A family as the organiser lays it out."""

    kind: str  # a key of fairs.families: letter and hue
    names: Mapping[str, str]  # by language; one at least
    prices: Mapping[str, str] = field(default_factory=dict)
    legal_forms: Sequence[str] = ()
    quota: int | None = None
    approves_itself: bool | None = None


def lay_out(session: Session, edition: Edition) -> None:
    """The six that an edition begins with; the organiser changes them as the territory has it."""
    session.add_all(
        Family(
            edition_id=edition.id,
            slug=family.key,
            kind=family.key,
            names={language: texts.translator(language).gettext(family.label) for language in LANGUAGES},
            prices={},
            position=position,
        )
        for position, family in enumerate(FAMILIES, start=1)
    )


def add(session: Session, edition: Edition, plan: FamilyPlan, now: datetime) -> Family:
    """One more family, at the end."""
    take_up(session, edition)
    others = reads.of_edition(session, edition)
    _object(plan, others)
    if len(others) >= AT_MOST:
        raise Refused("An edition has %(most)d families at most.", most=AT_MOST)
    family = Family(
        edition_id=edition.id,
        slug=_slug(plan.kind, {one.slug for one in others}),
        position=max((one.position for one in others), default=0) + 1,
    )
    _write(family, plan)
    family.quota = plan.quota
    session.add(family)
    record(session, events.FamiliesChanged(edition.id), now)
    return family


def change(session: Session, family: Family, plan: FamilyPlan, now: datetime) -> None:
    """Set what a family is. A higher quota lets in those who have waited longest."""
    take_up(session, family.edition)
    others = [one for one in reads.of_edition(session, family.edition) if one is not family]
    _object(plan, others)
    seats.limit_family(session, family, plan.quota)
    _write(family, plan)
    record(session, events.FamiliesChanged(family.edition_id), now)
    waiting.fill(session, family.edition, now)


def remove(session: Session, family: Family, now: datetime) -> None:
    """Take away a family that nobody belongs to."""
    people = session.scalar(select(func.count()).select_from(Participant).filter_by(family_id=family.id))
    if people:
        raise Refused("%(people)d people belong to this family: give them another one first.", people=people)
    if len(reads.of_edition(session, family.edition)) == 1:
        raise Refused("An edition needs a family at least: whoever registers chooses one.")
    session.delete(family)
    record(session, events.FamiliesChanged(family.edition_id), now)


def move(session: Session, family: Family, steps: int, now: datetime) -> None:
    """Up (-1) or down (+1) in the order in which people choose."""
    order = list(reads.of_edition(session, family.edition))
    place = order.index(family)
    order.insert(max(0, min(len(order) - 1, place + steps)), order.pop(place))
    for position, one in enumerate(order, start=1):
        one.position = position
    record(session, events.FamiliesChanged(family.edition_id), now)


def keep_apart(
    session: Session, edition: Edition, pairs: Collection[tuple[uuid.UUID, uuid.UUID]], now: datetime
) -> None:
    """Say which families shall not meet one another; all others may."""
    ids = {family.id for family in reads.of_edition(session, edition)}
    wanted = {(min(pair), max(pair)) for pair in pairs if set(pair) <= ids}
    if wanted == set(reads.apart(session, edition)):
        return
    session.execute(delete(Apart).where(Apart.one_id.in_(ids)))
    session.add_all(Apart(one_id=one, other_id=other) for one, other in sorted(wanted))
    record(session, events.FamiliesChanged(edition.id), now)


def assign(session: Session, participant: Participant, family: Family, now: datetime) -> None:
    """Let somebody belong to another family; who waits for a place may get one of it."""
    take_up(session, participant.edition)
    activity_quotas.object_to(session, participant, family)
    if not places.change_family(session, participant, family):
        raise Refused("All places of this family are taken: raise their number first.", field="family")
    record(session, events.FamilyAssigned(participant.edition_id, participant.id), now)
    waiting.fill(session, participant.edition, now)


def _object(plan: FamilyPlan, others: Sequence[Family]) -> None:
    names = {language: name.strip() for language, name in plan.names.items() if name.strip()}
    if plan.kind not in BY_KEY:
        raise Refused("Choose a letter and a colour.", field="kind")
    if not names:
        raise Refused("Say what this family is called.", field="names")
    if plan.quota is not None and plan.quota < 0:
        raise Refused("There cannot be fewer places than none.", field="quota")
    for other in others:
        for language, name in names.items():
            if other.names.get(language, "").casefold() == name.casefold():
                raise Refused("Another family is called %(name)s.", field="names", name=name)


def _write(family: Family, plan: FamilyPlan) -> None:
    family.kind = plan.kind
    family.names = {language: name.strip() for language, name in plan.names.items() if name.strip()}
    family.prices = {language: words.strip() for language, words in plan.prices.items() if words.strip()}
    family.legal_forms = list(dict.fromkeys(form.strip() for form in plan.legal_forms if form.strip()))
    family.approves_itself = plan.approves_itself


def _slug(kind: str, taken: Collection[str]) -> str:
    number = 1
    while (slug := kind if number == 1 else f"{kind}-{number}") in taken:
        number += 1
    return slug
