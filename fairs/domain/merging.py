"""Duplicate organisations become one, and for a day can be two again."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from fairs import events
from fairs.domain.profiles import LISTINGS
from fairs.domain.turns import take_up
from fairs.errors import Refused
from fairs.models import Listing, Merger, Organisation, Participant
from fairs.outbox import record

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.orm import Session

    from fairs.models import Edition

PROFILE = ("name", "family", "legal_form", "siret", "town", "website", "pitch")
SIDES = ("offer", "need")
UNDOABLE_FOR = timedelta(days=1)


def merge(
    session: Session,
    edition: Edition,
    kept: Organisation,
    gone: Organisation,
    profile: Mapping[str, str],
    listings: Collection[uuid.UUID],
    now: datetime,
) -> Merger:
    """Let one go into the other. `profile`: what is said from now on; `listings`: which of both stay."""
    take_up(session, edition)
    if kept is gone:
        raise Refused("These organisations are not known here, or are one already.")
    staying = [listing for listing in (*kept.listings, *gone.listings) if listing.id in listings]
    for side in SIDES:
        if sum(listing.side == side for listing in staying) > LISTINGS:
            raise Refused(
                "Name at most %(count)d, the most important first.", field="listings", count=LISTINGS
            )
    if not profile.get("name", kept.name).strip():
        raise Refused("Say what the organisation is called.", field="name")
    _forget_old_ones(session, now)
    people = session.scalars(select(Participant.id).filter_by(organisation_id=gone.id)).all()
    before = {
        "kept": _written(kept),
        "gone": _written(gone),
        "people": [str(person) for person in people],
    }
    merger = Merger(edition_id=edition.id, kept_id=kept.id, gone_name=gone.name, before=before, merged_at=now)
    session.add(merger)
    _belong(session, people, kept)
    _list_anew(session, kept, staying)
    for name in PROFILE:
        setattr(kept, name, profile.get(name, getattr(kept, name)))
    session.flush()
    session.delete(gone)
    session.flush()
    record(session, events.OrganisationsMerged(edition.id, merger.id), now)
    return merger


def undo(session: Session, edition: Edition, merger: Merger, now: datetime) -> None:
    """Two again, exactly as they were: what was changed since is lost, and who came since stays."""
    take_up(session, edition)
    session.refresh(merger, with_for_update=True)
    if merger.undone_at is not None:
        return
    if not can_be_undone(merger, now):
        raise Refused("This was done more than a day ago and cannot be undone any more.")
    kept = session.get(Organisation, merger.kept_id)
    if kept is None:
        raise Refused("It has gone into yet another organisation since: undo that first.")
    people = [uuid.UUID(person) for person in merger.before["people"]]
    gone = _restored(session, Organisation(), merger.before["gone"])
    _restored(session, kept, merger.before["kept"])
    still = select(Participant.id).where(Participant.id.in_(people), Participant.organisation_id == kept.id)
    _belong(session, session.scalars(still).all(), gone)
    merger.undone_at, merger.before = now, {}
    record(session, events.OrganisationsParted(edition.id, merger.id), now)


def can_be_undone(merger: Merger, now: datetime) -> bool:
    """Whether a day has not passed."""
    return merger.undone_at is None and bool(merger.before) and now < merger.merged_at + UNDOABLE_FOR


def _belong(session: Session, people: Collection[uuid.UUID], organisation: Organisation) -> None:
    session.flush()
    move = update(Participant).where(Participant.id.in_(people))
    session.execute(
        move.values(organisation_id=organisation.id).execution_options(synchronize_session="fetch")
    )


def _list_anew(session: Session, kept: Organisation, staying: list[Listing]) -> None:
    """Those that stay, in one order, the kept one's own first; the same words are listed once."""
    seen: set[tuple[str, str, str]] = set()
    listed = []
    for listing in staying:
        said = (listing.side, listing.cooperation, listing.text.strip().casefold())
        if said not in seen:
            seen.add(said)
            listed.append(listing)
    kept.listings = [
        Listing(side=one.side, cooperation=one.cooperation, text=one.text, position=position)
        for side in SIDES
        for position, one in enumerate(one for one in listed if one.side == side)
    ]
    session.flush()


def _written(organisation: Organisation) -> dict[str, Any]:
    """All of it, as JSON can hold it."""
    return _columns(organisation) | {"listings": [_columns(listing) for listing in organisation.listings]}


def _columns(row: Organisation | Listing) -> dict[str, Any]:
    values = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}
    return {
        name: value.isoformat()
        if isinstance(value, datetime)
        else str(value)
        if isinstance(value, uuid.UUID)
        else value
        for name, value in values.items()
    }


def _restored(session: Session, organisation: Organisation, written: dict[str, Any]) -> Organisation:
    """An organisation and its listings as they were, under the same identities."""
    organisation.listings = []
    if organisation in session:
        session.flush()  # the places of the former ones are free before they are taken again
    for name, value in _read(written).items():
        setattr(organisation, name, value)
    session.add(organisation)
    organisation.listings = [Listing(**_read(listing)) for listing in written["listings"]]
    session.flush()
    return organisation


def _read(written: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in written.items() if name not in {"listings", "organisation_id"}}
    return {
        name: uuid.UUID(value)
        if name == "id"
        else datetime.fromisoformat(value)
        if name.endswith("_at")
        else value
        for name, value in plain.items()
    }


def _forget_old_ones(session: Session, now: datetime) -> None:
    """What was kept so that it could be undone is of no use after a day."""
    session.execute(update(Merger).where(Merger.merged_at <= now - UNDOABLE_FOR).values(before={}))
