"""All tables, so that whoever imports one knows them all."""

from fairs.models.account import Account, Membership, Token
from fairs.models.address import DeadAddress
from fairs.models.base import Base
from fairs.models.fair import Edition, EditionText, Fair
from fairs.models.family import Apart, Family
from fairs.models.grid import Block, Table
from fairs.models.handover import Handover
from fairs.models.invitation import Invitation
from fairs.models.job import Job, Piece
from fairs.models.merger import Merger
from fairs.models.organisation import Listing, Organisation
from fairs.models.outbox import Delivery, DomainEvent, Heartbeat, Mail, MailPace, QueueMigration, Tick
from fairs.models.participant import Absence, Interest, Participant
from fairs.models.question import Answer, Question, Upload
from fairs.models.schedule import Attendance, Meeting, Schedule, Unplaced
from fairs.models.sent import PendingUpload, Submission
from fairs.models.webhook import Attempt, Webhook

__all__ = [
    "Absence",
    "Account",
    "Answer",
    "Apart",
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
    "Family",
    "Handover",
    "Heartbeat",
    "Interest",
    "Invitation",
    "Job",
    "Listing",
    "Mail",
    "MailPace",
    "Meeting",
    "Membership",
    "Merger",
    "Organisation",
    "Participant",
    "PendingUpload",
    "Piece",
    "Question",
    "QueueMigration",
    "Schedule",
    "Submission",
    "Table",
    "Tick",
    "Token",
    "Unplaced",
    "Upload",
    "Webhook",
]
