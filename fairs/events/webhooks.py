"""Other programs that are told what happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.events.base import Event

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class WebhookRegistered(Event):
    """Another program is told what happens."""

    webhook_id: uuid.UUID


@dataclass(frozen=True)
class WebhookChanged(Event):
    """It is told of other kinds of events."""

    webhook_id: uuid.UUID


@dataclass(frozen=True)
class WebhookRotated(Event):
    """What it is told is signed with a new secret."""

    webhook_id: uuid.UUID


@dataclass(frozen=True)
class WebhookRemoved(Event):
    """It is told nothing any more."""

    webhook_id: uuid.UUID
    gone: bool  # it said so itself


@dataclass(frozen=True)
class WebhookTestAsked(Event):
    """The organiser wanted to see whether it hears."""

    webhook_id: uuid.UUID


@dataclass(frozen=True)
class WebhookSwitchedOff(Event):
    """Nothing has arrived there for days: it is told nothing any more, until it is asked for anew."""

    webhook_id: uuid.UUID
