"""All tables, so that whoever imports one knows them all."""

from fairs.models.account import Account, Membership, Token
from fairs.models.activity import Activity, ActivityText, SignUp
from fairs.models.address import DeadAddress
from fairs.models.answer import Answer
from fairs.models.base import Base
from fairs.models.fair import Edition, EditionText, Fair
from fairs.models.follower import Follower
from fairs.models.grid import Block, Table
from fairs.models.job import Job, Piece
from fairs.models.organisation import Listing, Organisation
from fairs.models.outbox import Delivery, DomainEvent, Heartbeat, Mail, MailMinute, QueueMigration, Tick
from fairs.models.participant import Absence, Interest, Participant
from fairs.models.schedule import Attendance, Meeting, Schedule, Unplaced
from fairs.models.series import Occurrence, Series
from fairs.models.webhook import Attempt, Webhook

__all__ = [
    "Absence",
    "Account",
    "Activity",
    "ActivityText",
    "Answer",
    "Attempt",
    "Attendance",
    "Base",
    "Block",
    "DeadAddress",
    "Delivery",
    "DomainEvent",
    "Edition",
    "EditionText",
    "Fair",
    "Follower",
    "Heartbeat",
    "Interest",
    "Job",
    "Listing",
    "Mail",
    "MailMinute",
    "Meeting",
    "Membership",
    "Occurrence",
    "Organisation",
    "Participant",
    "Piece",
    "QueueMigration",
    "Schedule",
    "Series",
    "SignUp",
    "Table",
    "Tick",
    "Token",
    "Unplaced",
    "Webhook",
]
