"""Long work and schedules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.events.base import Event

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class PlanAsked(Event):
    """The organiser asked for a grid."""

    run_id: uuid.UUID


@dataclass(frozen=True)
class JobCancelled(Event):
    """The organiser cancelled long work that was underway."""

    job_id: uuid.UUID
    work: str  # "plan", "pack", "letter"


@dataclass(frozen=True)
class PackAsked(Event):
    """The organiser asked for all agendas on paper."""

    job_id: uuid.UUID


@dataclass(frozen=True)
class SchedulePlanned(Event):
    """A grid was made and waits as a draft."""

    schedule_id: uuid.UUID


@dataclass(frozen=True)
class SchedulePublished(Event):
    """A schedule went out."""

    schedule_id: uuid.UUID
    revision: int


@dataclass(frozen=True)
class AgendaPublished(Event):
    """A participant's agenda is new or has changed with a publication."""

    participant_id: uuid.UUID
    schedule_id: uuid.UUID
    previous_id: uuid.UUID | None  # the schedule that this person last knew
