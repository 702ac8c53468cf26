"""The register of what is held about people, where places pass on, colleagues are asked and links let in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from fairs.models.entry import Entry
from fairs.models.handover import Handover
from fairs.models.holdings import Holding
from fairs.models.participant import Participant
from fairs.models.substitute import ColleagueAsked, Substitute
from fairs.texts import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement

    from fairs.models.holdings import Whose

OTHERS = N_("it speaks of others as well")


def _of_either(participant_id: Any, email: Any) -> Callable[[Whose], ColumnElement[bool]]:
    """Rows about somebody who takes part and about an address that stands beside them."""

    def of(whose: Whose) -> ColumnElement[bool]:
        there = select(Participant.id).where(Participant.edition_id.in_(whose.editions))
        named = and_(email.in_(whose.addresses), participant_id.in_(there))
        return or_(participant_id.in_(whose.people), email.in_(whose.lonely), named)

    return of


OF_PLACES: tuple[Holding, ...] = (
    Holding(
        Handover,
        N_("Places that passed to somebody else"),
        "taking_part",
        _of_either(Handover.participant_id, Handover.email),
        {"handed_over_at": N_("Handed over")},
        ("id", "participant_id", "schedule_id"),
        {"name": OTHERS, "email": OTHERS, "language": OTHERS},
    ),
    Holding(
        Substitute,
        N_("Colleagues asked to come instead"),
        "taking_part",
        _of_either(Substitute.participant_id, Substitute.email),
        {"named_at": N_("Asked"), "ends_at": N_("Until"), "ended_at": N_("Over")},
        ("id", "participant_id"),
        {"name": OTHERS, "email": OTHERS, "role": OTHERS, "language": OTHERS},
    ),
    Holding(
        ColleagueAsked,
        N_("Mails by which a colleague asked you to come along"),
        "taking_part",
        lambda whose: or_(
            ColleagueAsked.newcomer_id.in_(whose.people),
            ColleagueAsked.email.in_(whose.lonely),
            and_(ColleagueAsked.email.in_(whose.addresses), ColleagueAsked.edition_id.in_(whose.editions)),
        ),
        {"name": N_("Name"), "email": N_("E-mail address"), "asked_at": N_("Asked")},
        ("id", "edition_id", "organisation_id", "newcomer_id"),
    ),
    Holding(
        Entry,
        N_("Devices that your link has let in"),
        "running",
        lambda whose: Entry.participant_id.in_(whose.people),
        {
            "device": N_("Device"),
            "own_device": N_("Own device"),
            "entered_at": N_("Entered"),
            "seen_at": N_("Last used"),
            "ends_at": N_("Until"),
        },
        ("id", "participant_id", "token_id"),
    ),
)
