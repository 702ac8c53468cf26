"""Organisations that are most likely one: the same SIRET, or the same name in the same town.

Only those are looked at that belong to nobody but the fairs of the organiser who asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, selectinload

from fairs.errors import NotFound
from fairs.models import Edition, Organisation, Participant
from fairs.queries.ids import written_id
from fairs.queries.people import folded

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

Why = Literal["siret", "name"]
LEGAL_FORMS = {
    *("association", "asso", "ass", "loi", "1901", "scop", "scic", "cooperative", "cae", "mutuelle"),
    *("sas", "sasu", "sarl", "eurl", "sa", "sci", "snc", "eirl", "ei", "societe", "ste", "ets", "cie"),
    *("etablissements", "gie", "gip", "epic", "fondation", "ltd", "gmbh", "asbl"),
}
SMALL_WORDS = {
    "la",
    "le",
    "les",
    "l",
    "de",
    "du",
    "des",
    "d",
    "en",
    "et",
    "a",
    "au",
    "aux",
    "the",
    "of",
    "and",
}
SIGNS = re.compile(r"[^\w]+")
ACRONYMS = re.compile(r"\b(?:\w\.){2,}")


@dataclass(frozen=True)
class Pair:
    """Two that may be one: the elder, and the younger."""

    elder: Organisation
    younger: Organisation
    why: Why


def pairs(session: Session, fairs: Collection[uuid.UUID]) -> list[Pair]:
    """All that is proposed, by name."""
    organisations = session.scalars(_of(fairs).order_by(Organisation.created_at, Organisation.id)).all()
    found: dict[tuple[uuid.UUID, uuid.UUID], Pair] = {}
    for why, key in KEYS.items():
        for elder, younger in _alike(organisations, key):
            found.setdefault((elder.id, younger.id), Pair(elder, younger, why))
    return sorted(found.values(), key=lambda pair: (folded(pair.elder.name), pair.elder.id, pair.younger.id))


def both(
    session: Session, fairs: Collection[uuid.UUID], one: str, other: str
) -> tuple[Organisation, Organisation]:
    """Two organisations by what stands in an address, if both are of these fairs alone. Raises NotFound."""
    wanted = written_id(one), written_id(other)
    known = {
        organisation.id: organisation
        for organisation in session.scalars(_of(fairs).where(Organisation.id.in_(wanted)))
    }
    first, second = (known.get(which) if which else None for which in wanted)
    if first is None or second is None or first is second:
        raise NotFound("These organisations are not known here, or are one already.")
    return first, second


def people(session: Session, organisation: Organisation) -> Sequence[Participant]:
    """Who belongs to an organisation, in whatever edition."""
    return session.scalars(
        select(Participant)
        .filter_by(organisation_id=organisation.id)
        .options(selectinload(Participant.edition).selectinload(Edition.texts))
        .order_by(Participant.registered_at, Participant.id)
    ).all()


def counts(session: Session, organisations: Iterable[Organisation]) -> dict[uuid.UUID, int]:
    """How many people belong to each."""
    rows = session.execute(
        select(Participant.organisation_id, func.count())
        .where(Participant.organisation_id.in_({one.id for one in organisations}))
        .group_by(Participant.organisation_id)
    )
    return dict(rows.all())


def normal(name: str) -> str:
    """A name without accents, case, signs, small words and legal forms: «S.C.O.P. L’Été» is «ete»."""
    plain = ACRONYMS.sub(lambda found: found[0].replace(".", ""), folded(name))
    words = SIGNS.sub(" ", plain.replace("œ", "oe").replace("æ", "ae")).split()
    telling = [word for word in words if word not in LEGAL_FORMS and word not in SMALL_WORDS]
    return " ".join(telling or words)


def _of(fairs: Collection[uuid.UUID]) -> Select[Organisation]:
    elsewhere, theirs, edition = aliased(Participant), aliased(Participant), aliased(Edition)
    return (
        select(Organisation)
        .where(
            exists().where(
                theirs.organisation_id == Organisation.id,
                theirs.edition_id == edition.id,
                edition.fair_id.in_(fairs),
            ),
            ~exists().where(
                elsewhere.organisation_id == Organisation.id,
                elsewhere.edition_id == Edition.id,
                Edition.fair_id.not_in(fairs),
            ),
        )
        .options(selectinload(Organisation.listings))
    )


def _alike(
    organisations: Iterable[Organisation], key: Callable[[Organisation], Hashable | None]
) -> list[tuple[Organisation, Organisation]]:
    """Each group that has a key in common, as pairs with its eldest."""
    groups: dict[Hashable, list[Organisation]] = {}
    for organisation in organisations:
        if (value := key(organisation)) is not None:
            groups.setdefault(value, []).append(organisation)
    return [(elder, younger) for elder, *others in groups.values() for younger in others]


def _siret(organisation: Organisation) -> str | None:
    return organisation.siret or None


def _name(organisation: Organisation) -> tuple[str, str] | None:
    """Without a town, a name alone tells nothing: there is a Recyclerie in every valley."""
    town = normal(organisation.town)
    return (normal(organisation.name), town) if town else None


KEYS: dict[Why, Callable[[Organisation], Hashable | None]] = {"siret": _siret, "name": _name}
