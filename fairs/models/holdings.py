"""What is held about people: the one register of tables that speak of somebody, and what becomes of them.

The page *My data*, the export, the erasure and the record of processing all read it. A column of these tables
is either told to the person it is about, or plain, or withheld with its reason; a test walks all tables and
fails at a column about which nothing was decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, false, or_, select

from fairs.models.activity import SignUp
from fairs.models.base import Base
from fairs.models.grid import Table
from fairs.models.intention import Intention
from fairs.models.organisation import Listing, Organisation
from fairs.models.participant import Absence, Interest, Participant
from fairs.models.privacy import Consent
from fairs.models.question import Answer, Question, Upload
from fairs.models.schedule import Attendance, Meeting, Schedule
from fairs.texts import N_

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from sqlalchemy import ColumnElement


Purpose = Literal["taking_part", "meeting", "writing", "announcing", "running", "proving"]
Fate = Literal["gone", "blank", "number", "soon"]
"""What erasure does to rows: deletes them, blanks what they say, or keeps them as a number. `soon`: they go
by themselves within a day, and cannot be told apart before."""


WithIt = tuple[()] | tuple[str, Any, type[Base]]
"""What it is called for the person, the column that leads there, and the table."""


@dataclass(frozen=True)
class Whose:
    """Somebody: one registration, or everything under an address."""

    people: tuple[uuid.UUID, ...] = ()
    organisations: tuple[uuid.UUID, ...] = ()  # to which nobody else belongs
    addresses: tuple[str, ...] = ()
    accounts: tuple[uuid.UUID, ...] = ()
    editions: tuple[uuid.UUID, ...] = ()
    fairs: tuple[uuid.UUID, ...] = ()
    lonely: tuple[str, ...] = ()  # those of the addresses under which nothing else is held


@dataclass(frozen=True)
class Holding:
    """A table that speaks of people."""

    table: type[Base]
    title: str
    purpose: Purpose
    of: Callable[[Whose], ColumnElement[bool]]
    tells: dict[str, str]  # columns that are personal, with their names for the person
    plain: tuple[str, ...] = ()  # columns that say nothing of anybody
    withheld: dict[str, str] = field(default_factory=dict)  # personal, but not told; why
    fate: Fate = "gone"
    blank: dict[str, Any] = field(default_factory=dict)  # what stands there after an erasure
    theirs: Callable[[Whose], ColumnElement[bool]] | None = None  # rows of others that speak of the person
    told: ColumnElement[bool] | None = None  # which of these rows are told, if not all
    summed: bool = False  # on pages and papers they are only counted
    with_it: WithIt = ()  # what a row hangs on, told by its name


def _of_people(column: Any) -> Callable[[Whose], ColumnElement[bool]]:
    return lambda whose: column.in_(whose.people)


def _at_address(column: Any, edition: Any = None) -> Callable[[Whose], ColumnElement[bool]]:
    """Rows of an address; of one edition, unless everything under the address is meant."""

    def of(whose: Whose) -> ColumnElement[bool]:
        there = (
            and_(column.in_(whose.addresses), edition.in_(whose.editions)) if edition is not None else false()
        )
        return or_(there, column.in_(whose.lonely))

    return of


OF_PARTICIPANTS: tuple[Holding, ...] = (
    Holding(
        Participant,
        N_("Registration"),
        "taking_part",
        _of_people(Participant.id),
        {
            "name": N_("Name"),
            "role": N_("Rôle"),
            "email": N_("E-mail address"),
            "language": N_("Language"),
            "state": N_("State"),
            "listed": N_("In the public directory"),
            "email_shown": N_("Address shown to those met"),
            "consent_wording": N_("Agreed to, in these words"),
            "max_meetings": N_("Meetings at most"),
            "registered_at": N_("Registered"),
            "confirmed_at": N_("Address confirmed"),
            "approved_at": N_("Approved"),
            "waitlisted_at": N_("On the waiting list since"),
            "offered_until": N_("Place held until"),
            "left_at": N_("Left"),
            "reminders_stopped_at": N_("Reminders stopped"),
            "reminded_before_meetings": N_("Reminded before each meeting"),
        },
        (
            "id",
            "edition_id",
            "organisation_id",
            "fixed_table_id",
            "family_id",
            "invitation_id",
            "guest_of_id",
        ),
        fate="blank",  # by fairs.domain.erasing, which has to decide what the row counts for
    ),
    Holding(
        Organisation,
        N_("Organisation"),
        "taking_part",
        lambda whose: Organisation.id.in_(
            select(Participant.organisation_id).where(Participant.id.in_(whose.people))
        ),
        {
            "name": N_("Name"),
            "legal_form": N_("Legal form"),
            "siret": N_("SIRET"),
            "town": N_("Town"),
            "website": N_("Website"),
            "pitch": N_("What it does"),
            "created_at": N_("Since"),
        },
        ("id", "family"),
        fate="blank",  # where nobody else belongs to it
        blank={"name": "—", "legal_form": "", "siret": "", "town": "", "website": "", "pitch": ""},
    ),
    Holding(
        Listing,
        N_("Offers and needs"),
        "taking_part",
        lambda whose: Listing.organisation_id.in_(
            select(Participant.organisation_id).where(Participant.id.in_(whose.people))
        ),
        {"side": N_("Offer or need"), "cooperation": N_("Kind"), "text": N_("Words")},
        ("id", "organisation_id", "position"),
    ),
    Holding(
        Consent,
        N_("What you agreed to"),
        "taking_part",
        _of_people(Consent.participant_id),
        {"wording": N_("Words"), "given_at": N_("Agreed"), "withdrawn_at": N_("Withdrawn")},
        ("id", "participant_id", "subject"),
    ),
    Holding(
        Answer,
        N_("Answers to the organiser’s questions"),
        "taking_part",
        _of_people(Answer.participant_id),
        {"value": N_("Answer"), "answered_at": N_("Answered")},
        ("id", "participant_id", "question_id"),
        with_it=(N_("Question"), Answer.question_id, Question),
    ),
    Holding(
        Upload,
        N_("Files that you sent"),
        "taking_part",
        _of_people(Upload.participant_id),
        {
            "name": N_("Name"),
            "media_type": N_("Kind"),
            "content": N_("Content"),
            "uploaded_at": N_("Sent"),
        },
        ("id", "participant_id"),
    ),
    Holding(
        Intention,
        N_("Answer to the invitation"),
        "taking_part",
        _of_people(Intention.participant_id),
        {"says": N_("Answer"), "guests": N_("Guests"), "answered_at": N_("Answered")},
        ("participant_id", "places"),
        fate="number",
    ),
    Holding(
        SignUp,
        N_("Activities"),
        "taking_part",
        _of_people(SignUp.participant_id),
        {"signed_up_at": N_("Signed up")},
        ("participant_id", "activity_id"),
        fate="number",
    ),
    Holding(
        Absence,
        N_("When you cannot come"),
        "meeting",
        _of_people(Absence.participant_id),
        {"starts_at": N_("From"), "ends_at": N_("Until")},
        ("id", "participant_id"),
    ),
    Holding(
        Interest,
        N_("Wishes"),
        "meeting",
        _of_people(Interest.wisher_id),
        {"level": N_("Wish"), "message": N_("A word why"), "declared_at": N_("Said")},
        ("id", "edition_id", "wisher_id", "wished_id"),
        fate="blank",
        blank={"message": ""},
        theirs=_of_people(Interest.wished_id),
        with_it=(N_("With"), Interest.wished_id, Participant),
    ),
    Holding(
        Meeting,
        N_("Meetings"),
        "meeting",
        lambda whose: Meeting.attendances.any(Attendance.participant_id.in_(whose.people)),
        {
            "starts_at": N_("From"),
            "ends_at": N_("Until"),
            "why": N_("Words of both"),
            "cancelled": N_("Cancelled"),
            "changed_at": N_("Changed"),
        },
        ("id", "schedule_id", "uid", "sequence", "table_id", "weight"),
        fate="blank",
        blank={"why": ""},
        with_it=(N_("Table"), Meeting.table_id, Table),
        told=Meeting.schedule_id.in_(select(Schedule.id).where(Schedule.state == "published")),
    ),
    Holding(
        Attendance,
        N_("Seats"),
        "meeting",
        _of_people(Attendance.participant_id),
        {},  # what it says stands with the meeting
        ("id", "meeting_id", "schedule_id", "participant_id", "starts_at", "cancelled", "position"),
        fate="number",
    ),
)


def shared(column: Any, *others: Any) -> Callable[[Whose], ColumnElement[bool]]:
    """Rows about people in one of several rôles."""
    return lambda whose: or_(*(one.in_(whose.people) for one in (column, *others)))


of_people, at_address = _of_people, _at_address
