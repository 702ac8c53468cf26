"""All tables, so that whoever imports one knows them all."""

from fairs.models.account import Account, Membership, TeamInvitation, Token
from fairs.models.activity import Activity, ActivityQuota, ActivityText, SignUp
from fairs.models.address import DeadAddress
from fairs.models.base import Base
from fairs.models.entry import Entry
from fairs.models.factor import CodeApp, Passkey, RecoveryCode
from fairs.models.fair import Edition, EditionText, Fair
from fairs.models.family import Apart, Family
from fairs.models.follower import Follower
from fairs.models.grid import Block, Table
from fairs.models.handover import Handover
from fairs.models.intention import Intention
from fairs.models.invitation import Invitation
from fairs.models.job import Job, Piece
from fairs.models.merger import Merger
from fairs.models.organisation import Listing, Organisation
from fairs.models.outbox import Delivery, DomainEvent, Heartbeat, Mail, MailPace, QueueMigration, Tick
from fairs.models.participant import Absence, Interest, Participant
from fairs.models.people_import import ImportedLine, PeopleImport
from fairs.models.privacy import Consent, PrivacyTerms
from fairs.models.question import Answer, Question, Upload
from fairs.models.schedule import Attendance, Meeting, Schedule, Unplaced
from fairs.models.sent import PendingUpload, Submission
from fairs.models.series import Occurrence, Series
from fairs.models.sign_in import AddressChange, Allowance, Knock, SignIn
from fairs.models.substitute import ColleagueAsked, Substitute
from fairs.models.webhook import Attempt, Webhook

__all__ = [
    "Absence",
    "Account",
    "Activity",
    "ActivityQuota",
    "ActivityText",
    "AddressChange",
    "Allowance",
    "Answer",
    "Apart",
    "Attempt",
    "Attendance",
    "Base",
    "Block",
    "CodeApp",
    "ColleagueAsked",
    "Consent",
    "DeadAddress",
    "Delivery",
    "DomainEvent",
    "Edition",
    "EditionText",
    "Entry",
    "Fair",
    "Family",
    "Follower",
    "Handover",
    "Heartbeat",
    "ImportedLine",
    "Intention",
    "Interest",
    "Invitation",
    "Job",
    "Knock",
    "Listing",
    "Mail",
    "MailPace",
    "Meeting",
    "Membership",
    "Merger",
    "Occurrence",
    "Organisation",
    "Participant",
    "Passkey",
    "PendingUpload",
    "PeopleImport",
    "Piece",
    "PrivacyTerms",
    "Question",
    "QueueMigration",
    "RecoveryCode",
    "Schedule",
    "Series",
    "SignIn",
    "SignUp",
    "Submission",
    "Substitute",
    "Table",
    "TeamInvitation",
    "Tick",
    "Token",
    "Unplaced",
    "Upload",
    "Webhook",
]
