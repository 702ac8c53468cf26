"""Links and codes, other addresses, and who stands in for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.events.base import Event

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class PersonalLinkAsked(Event):
    """A participant asked for the personal link again."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class PersonalLinkReplaced(Event):
    """A personal link had got into wrong hands: it is dead, and there is a new one."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class ActedFor(Event):
    """An organiser opened somebody's pages to act on their behalf."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class SignInAsked(Event):
    """Somebody asked for a link and a code to sign in."""

    knock_id: uuid.UUID


@dataclass(frozen=True)
class AddressChangeAsked(Event):
    """Somebody wants mails at another address, which has to be proven."""

    change_id: uuid.UUID


@dataclass(frozen=True)
class AddressChanged(Event):
    """Another address was proven, and stands in place of the former one."""

    change_id: uuid.UUID
