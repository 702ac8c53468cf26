"""The register of what is held about people, where places pass on, colleagues are asked and links let in."""

from __future__ import annotations

from sqlalchemy import and_, or_, select

from fairs.models.entry import Entry
from fairs.models.handover import Handover
from fairs.models.holdings import Holding
from fairs.models.participant import Participant
from fairs.models.substitute import ColleagueAsked, Substitute
from fairs.texts import N_

OTHERS = N_("it speaks of others as well")

OF_PLACES: tuple[Holding, ...] = (
    Holding(
        Handover,
        N_("Places that passed to somebody else"),
        "taking_part",
        lambda whose: or_(
            Handover.participant_id.in_(whose.people),
            Handover.email.in_(whose.lonely),
            and_(
                Handover.email.in_(whose.addresses),
                Handover.participant_id.in_(
                    select(Participant.id).where(Participant.edition_id.in_(whose.editions))
                ),
            ),
        ),
        {"handed_over_at": N_("Handed over")},
        ("id", "participant_id", "schedule_id"),
        {"name": OTHERS, "email": OTHERS, "language": OTHERS},
    ),
    Holding(
        Substitute,
        N_("Colleagues asked to come instead"),
        "taking_part",
        lambda whose: or_(
            Substitute.participant_id.in_(whose.people),
            Substitute.email.in_(whose.lonely),
            and_(
                Substitute.email.in_(whose.addresses),
                Substitute.participant_id.in_(
                    select(Participant.id).where(Participant.edition_id.in_(whose.editions))
                ),
            ),
        ),
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
