"""The journal for people: what happened many times in a row is one line, which can be unfolded.

Pages end between two series, so that each stands on one page, from whichever side that is reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from fairs.models import DomainEvent
from fairs.queries import journal
from fairs.queries.paging import PER_PAGE
from fairs.queries.stretches import Place, Stretch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from fairs.models import Edition
    from fairs.queries.journal import Happening, Wanted

FOLDED = 4  # events that are told in one line, at least
WITHIN = timedelta(minutes=10)  # between two that belong together
AT_A_TIME = 500  # events that are looked at together
LOOKED_AT = 5_000  # for one page; a series that is longer goes on on the next
UNFOLDED = 60  # of one series
FILLED = 600  # on one page


@dataclass(frozen=True)
class Series:
    """One event, or several alike that followed each other, by the same hand."""

    count: int
    began_at: datetime
    last_seq: int  # of the oldest of them
    rows: Sequence[Happening]  # the newest of them first; of many not all

    @property
    def head(self) -> Happening:
        """The newest."""
        return self.rows[0]

    @property
    def folded(self) -> bool:
        """Whether they are told in one line."""
        return self.count > 1


@dataclass(frozen=True)
class _Known:
    """What has to be known of an event to see with which others it belongs."""

    keys: tuple[Any, ...]
    alike: tuple[str, ...] | None  # None: it stands for itself

    def belongs_to(self, other: _Known) -> bool:
        near = abs(self.keys[0] - other.keys[0]) <= WITHIN
        return near and self.alike is not None and self.alike == other.alike


def of_edition(
    session: Session, edition: Edition, wanted: Wanted, kinds: Collection[str], place: Place | None = None
) -> Stretch[Series]:
    """A page of the journal in which events of some kinds are told together."""
    found, ended = _found(session, edition, wanted, kinds, place)
    if place is not None and place.newer:
        if ended:  # the head is reached: show as much of it as anybody who opens the list sees
            return of_edition(session, edition, wanted, kinds)
        found = [group[::-1] for group in reversed(found)]
        return Stretch(_filled(session, found), newer=True, older=True)
    return Stretch(_filled(session, found), newer=place is not None, older=not ended)


def _found(
    session: Session, edition: Edition, wanted: Wanted, kinds: Collection[str], place: Place | None
) -> tuple[list[list[_Known]], bool]:
    """The events of a page by what belongs together, and whether the list ends with them."""
    looked_at: list[_Known] = []
    while True:
        last = Place(looked_at[-1].keys, place is not None and place.newer) if looked_at else place
        batch = journal.keys(session, edition, wanted, last, AT_A_TIME)
        looked_at += _known(session, batch, kinds)
        groups, ended = _grouped(looked_at), len(batch) < AT_A_TIME
        page = _page(groups if ended else groups[:-1])  # the last one may go on
        if ended or len(page) < len(groups) - 1 or len(looked_at) >= LOOKED_AT:
            return page or groups, ended and len(page) == len(groups)


def _page(groups: Iterable[list[_Known]]) -> list[list[_Known]]:
    """As many as fill a page, the last one whole."""
    page: list[list[_Known]] = []
    lines = 0
    for group in groups:
        if lines >= PER_PAGE:
            break
        page.append(group)
        lines += 1 if len(group) >= FOLDED else len(group)
    return page


def _grouped(events: Iterable[_Known]) -> list[list[_Known]]:
    groups: list[list[_Known]] = []
    for event in events:
        if groups and event.belongs_to(groups[-1][-1]):
            groups[-1].append(event)
        else:
            groups.append([event])
    return groups


def _known(session: Session, keys: Sequence[tuple[Any, ...]], kinds: Collection[str]) -> list[_Known]:
    told = select(DomainEvent.seq, DomainEvent.kind, DomainEvent.actor, DomainEvent.payload)
    of_keys = session.execute(told.where(DomainEvent.seq.in_([seq for _, seq in keys])))
    alike = {
        row.seq: (row.kind, row.actor, str(row.payload.get("reminder", ""))) if row.kind in kinds else None
        for row in of_keys
    }
    return [_Known(tuple(each), alike[each[1]]) for each in keys]


def _filled(session: Session, groups: Sequence[list[_Known]]) -> list[Series]:
    """With whom they are about and who did them, as far as a page has room for them."""
    room = FILLED
    shown: list[list[_Known]] = []
    for group in groups:
        some = group[: max(1, min(UNFOLDED, room))] if len(group) >= FOLDED else group
        room -= len(some)
        shown.append(some)
    told = {
        row.event.seq: row
        for row in journal.told(session, [event.keys for group in shown for event in group])
    }
    series: list[Series] = []
    for group, some in zip(groups, shown, strict=True):
        rows = [told[event.keys[1]] for event in some]
        if len(group) >= FOLDED:
            began_at, last_seq = group[-1].keys
            series.append(Series(len(group), began_at, last_seq, rows))
        else:
            series += [Series(1, row.event.at, row.event.seq, [row]) for row in rows]
    return series
