"""From a typed-in form to somebody who takes part, waits, or left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.events.base import Event

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class RegistrationReceived(Event):
    """Somebody typed in a registration; the address is not proven yet."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class RegistrationRepeated(Event):
    """Somebody registered again with an address that is known."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class RegistrationConfirmed(Event):
    """The address was proven by pressing the button of the mailed page."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class RegistrationApproved(Event):
    """The organiser, or the edition's own rule, let somebody in."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class RegistrationDeclined(Event):
    """The organiser declined a registration."""

    participant_id: uuid.UUID
    words: str


@dataclass(frozen=True)
class WaitingBegan(Event):
    """All places were taken: somebody waits for one."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class PlaceOffered(Event):
    """A place is held for the next on the waiting list."""

    participant_id: uuid.UUID
    until: str  # ISO 8601


@dataclass(frozen=True)
class OfferEnded(Event):
    """A place that was held was not taken in time."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class ParticipantWithdrew(Event):
    """Somebody who was registered will not come."""

    participant_id: uuid.UUID
    takes_effect: bool  # whether the grid had to heed this person


@dataclass(frozen=True)
class AddressCorrected(Event):
    """The organiser put the address of a participant right."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class ColleagueBrought(Event):
    """A participant registered a colleague; the address is not proven yet."""

    participant_id: uuid.UUID
    by_id: uuid.UUID


@dataclass(frozen=True)
class PlaceHandedOver(Event):
    """A new person has somebody's place, wishes and meetings."""

    participant_id: uuid.UUID
    handover_id: uuid.UUID


@dataclass(frozen=True)
class HandoverAccepted(Event):
    """The new person has proven the address."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class PersonErased(Event):
    """Somebody had everything erased that was held about them in an edition."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    """Somebody does not agree any more to something they had agreed to."""

    participant_id: uuid.UUID


@dataclass(frozen=True)
class WishesPassedOn(Event):
    """Somebody who withdrew left wishes and meetings to a colleague who takes part."""

    participant_id: uuid.UUID  # the colleague
    from_id: uuid.UUID


@dataclass(frozen=True)
class SubstituteNamed(Event):
    """Somebody who cannot come said who comes instead; that person is asked by mail."""

    participant_id: uuid.UUID
    substitute_id: uuid.UUID


@dataclass(frozen=True)
class SubstituteReminded(Event):
    """The one who is to come instead has not answered, and the time is nearly over."""

    participant_id: uuid.UUID
    substitute_id: uuid.UUID


@dataclass(frozen=True)
class SubstituteDismissed(Event):
    """Whoever had a place keeps it, or named somebody else."""

    participant_id: uuid.UUID
