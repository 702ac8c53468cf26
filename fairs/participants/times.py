"""When can I: the slots of the fair, and those in which I am not there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from fairs.domain import wishes as verbs
from fairs.errors import Refused
from fairs.participants.blueprint import blueprint, page
from fairs.queries import slots
from fairs.sheets.values import Interval
from fairs.web import here, person, policy
from fairs.web.errors import tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask.typing import ResponseReturnValue

    from fairs.models import Block, Participant
    from fairs.sheets.values import Slot


@dataclass(frozen=True)
class Row:
    """A slot, and whether the participant is away."""

    slot: Slot
    away: bool


@dataclass(frozen=True)
class Part:
    """A block with its slots."""

    block: Block
    rows: tuple[Row, ...]

    @property
    def away(self) -> bool:
        """Whether the participant is away for all of it."""
        return bool(self.rows) and all(row.away for row in self.rows)


@blueprint.get("/when")
@policy.participant
def when() -> ResponseReturnValue:
    """The slots by block, to be ticked where one cannot come."""
    participant = person.the_participant()
    away = {slot.id for slot in _slots(participant) if _overlaps(slot, participant)}
    return _page(FlaskForm(), away), 200


@blueprint.post("/when")
@policy.participant
def say_when() -> ResponseReturnValue:
    """Keep what was ticked. What was said of other times stays."""
    participant, form = person.the_participant(), FlaskForm()
    away = _ticked(participant)
    if form.validate():
        try:
            verbs.say_absences(here.session(), participant, _intervals(participant, away), here.now())
        except Refused as refusal:
            tell(form, refusal)
        else:
            flash(_("Kept."))
            return redirect(url_for("participants.when", slug=participant.edition.slug), 303)
    return _page(form, away), 422


def _page(form: FlaskForm, away: set[str]) -> str:
    participant = person.the_participant()
    edition = participant.edition
    parts = tuple(
        Part(block, tuple(Row(slot, slot.id in away) for slot in slots.of_block(edition, block)))
        for block in slots.blocks(here.session(), edition)
    )
    return page("when.html", form=form, parts=parts)


def _slots(participant: Participant) -> tuple[Slot, ...]:
    return slots.of_edition(here.session(), participant.edition)


def _overlaps(slot: Slot, participant: Participant) -> bool:
    return any(
        absence.starts_at < slot.end_at and slot.start_at < absence.ends_at
        for absence in participant.absences
    )


def _ticked(participant: Participant) -> set[str]:
    """The slots that were ticked, one by one or as a whole block."""
    blocks = set(request.form.getlist("block"))
    whole = {
        slot.id
        for block in slots.blocks(here.session(), participant.edition)
        if str(block.id) in blocks
        for slot in slots.of_block(participant.edition, block)
    }
    return whole | (set(request.form.getlist("slot")) & {slot.id for slot in _slots(participant)})


def _intervals(participant: Participant, away: set[str]) -> Sequence[Interval]:
    """The ticked slots, neighbours as one time, and absences that no slot of today's layout touches."""
    every = _slots(participant)
    outside = [
        Interval(absence.starts_at, absence.ends_at)
        for absence in participant.absences
        if not any(absence.starts_at < slot.end_at and slot.start_at < absence.ends_at for slot in every)
    ]
    return [*outside, *_runs(every, away)]


def _runs(every: Sequence[Slot], away: set[str]) -> Iterable[Interval]:
    """Slots that follow each other in a block are one time, the pauses between them included."""
    follows = {after.id: before.id for before, after in pairwise(every) if before.block == after.block}
    run: list[Slot] = []
    for slot in every:
        if slot.id not in away:
            continue
        if run and follows.get(slot.id) != run[-1].id:
            yield Interval(run[0].start_at, run[-1].end_at)
            run = []
        run.append(slot)
    if run:
        yield Interval(run[0].start_at, run[-1].end_at)
