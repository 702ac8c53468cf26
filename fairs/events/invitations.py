"""Ways in for those who are invited, and for those who ask for one after the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.events.base import Event

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class PersonInvited(Event):
    """The organiser invited somebody by a link of their own."""

    invitation_id: uuid.UUID


@dataclass(frozen=True)
class PeopleReinvited(Event):
    """The organiser invited people of an earlier edition again."""

    earlier_id: uuid.UUID
    people: int


@dataclass(frozen=True)
class GroupInvited(Event):
    """The organiser opened a link for a group, with a number of seats."""

    invitation_id: uuid.UUID


@dataclass(frozen=True)
class InvitationRevoked(Event):
    """The organiser took an invitation back."""

    invitation_id: uuid.UUID


@dataclass(frozen=True)
class ExceptionAsked(Event):
    """Somebody asked to register after the end."""

    invitation_id: uuid.UUID


@dataclass(frozen=True)
class ExceptionGranted(Event):
    """The organiser opened registration again, for that person alone."""

    invitation_id: uuid.UUID


@dataclass(frozen=True)
class ExceptionRefused(Event):
    """The organiser cannot take that person any more."""

    invitation_id: uuid.UUID
    words: str
