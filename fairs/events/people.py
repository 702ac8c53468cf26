"""What participants say of themselves, and whom they wish to meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.events.base import Event

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class WishesDeclared(Event):
    """A participant changed wishes."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class AbsencesDeclared(Event):
    """A participant said when they cannot come."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class ProfileChanged(Event):
    """A participant corrected name, organisation, offers or needs."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class AnswersChanged(Event):
    """A participant corrected what was answered when registering."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class OrganisationsMerged(Event):
    """The organiser made two entries of one organisation one."""

    merger_id: uuid.UUID


@dataclass(frozen=True)
class OrganisationsParted(Event):
    """That was undone."""

    merger_id: uuid.UUID
