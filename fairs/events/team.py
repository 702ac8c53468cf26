"""Who runs a fair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.events.base import Event

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class TeamInvited(Event):
    """Somebody was invited to help run a fair."""

    invitation_id: uuid.UUID
    role: str


@dataclass(frozen=True)
class TeamInvitationRevoked(Event):
    """An invitation was taken back."""

    invitation_id: uuid.UUID


@dataclass(frozen=True)
class TeamJoined(Event):
    """Somebody accepted an invitation."""

    account_id: uuid.UUID
    role: str


@dataclass(frozen=True)
class TeamRoleChanged(Event):
    """Somebody of the team may do more, or less."""

    account_id: uuid.UUID
    role: str


@dataclass(frozen=True)
class TeamLeft(Event):
    """Somebody was removed from the team, or left it."""

    account_id: uuid.UUID


@dataclass(frozen=True)
class AccountErased(Event):
    """Somebody had everything erased that was held under an address with an account."""

    account_id: uuid.UUID


@dataclass(frozen=True)
class SecondFactorDemanded(Event):
    """A fair asks everyone who runs it for a second factor, or no longer does."""

    demanded: bool
