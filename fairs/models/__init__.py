"""All tables, so that whoever imports one knows them all."""

from fairs.models.account import Account, Membership, Token
from fairs.models.base import Base
from fairs.models.fair import Edition, EditionText, Fair
from fairs.models.grid import Block, Table
from fairs.models.organisation import Listing, Organisation
from fairs.models.outbox import Delivery, DomainEvent, Heartbeat, Mail, Tick
from fairs.models.participant import Absence, Interest, Participant
from fairs.models.schedule import Attendance, Meeting, PlanningRun, Schedule, Unplaced

__all__ = [
    "Absence",
    "Account",
    "Attendance",
    "Base",
    "Block",
    "Delivery",
    "DomainEvent",
    "Edition",
    "EditionText",
    "Fair",
    "Heartbeat",
    "Interest",
    "Listing",
    "Mail",
    "Meeting",
    "Membership",
    "Organisation",
    "Participant",
    "PlanningRun",
    "Schedule",
    "Table",
    "Tick",
    "Token",
    "Unplaced",
]
