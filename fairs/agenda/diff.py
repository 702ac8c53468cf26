"""What differs between two revisions of one person's agenda: what a mail tells, and what it need not tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairs.agenda.values import Agenda, Entry


@dataclass(frozen=True)
class Changes:
    """Entries by what became of them, each group in order of time."""

    new: tuple[Entry, ...] = ()
    moved: tuple[Entry, ...] = ()  # as they are now: another time, another table, another partner
    before: tuple[Entry, ...] = ()  # the moved ones as they were, in the same order
    cancelled: tuple[Entry, ...] = ()
    unchanged: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.new or self.moved or self.cancelled)

    @property
    def only_people(self) -> bool:
        """Whether nothing but who comes is another: each meeting stays at its time and table."""
        staying = (
            (now.start_at, now.end_at, now.table) == (then.start_at, then.end_at, then.table)
            for now, then in zip(self.moved, self.before, strict=True)
        )
        return bool(self.moved) and not self.new and not self.cancelled and all(staying)


def compare(old: Agenda | None, new: Agenda) -> Changes:
    """What became of each meeting. A meeting is known by its uid; its sequence says whether it changed."""
    known = {entry.uid: entry for entry in old.held} if old else {}
    held = {entry.uid: entry for entry in new.held}
    moved = [entry for uid, entry in held.items() if uid in known and entry.sequence != known[uid].sequence]
    tombstones = {entry.uid: entry for entry in new.entries if entry.cancelled}
    gone = [tombstones.get(uid) or _buried(entry, new) for uid, entry in known.items() if uid not in held]
    return Changes(
        new=tuple(entry for uid, entry in held.items() if uid not in known),
        moved=tuple(moved),
        before=tuple(known[entry.uid] for entry in moved),
        cancelled=tuple(sorted(gone, key=lambda entry: (entry.start_at, entry.uid))),
        unchanged=tuple(
            entry for uid, entry in held.items() if uid in known and entry.sequence == known[uid].sequence
        ),
    )


def _buried(entry: Entry, new: Agenda) -> Entry:
    """The tombstone of a meeting that left the agenda without one: calendars obey only a higher sequence."""
    return replace(
        entry,
        cancelled=True,
        sequence=entry.sequence + 1,
        changed_at=new.occasion.published_at or entry.changed_at,
    )
