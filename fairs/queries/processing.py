"""The record of processing (article 30 of the GDPR), made from the register of what is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.models.traces import HOLDINGS
from fairs.texts import N_

if TYPE_CHECKING:
    from fairs.models.holdings import Purpose


@dataclass(frozen=True)
class Activity:
    """One purpose: why, by what right, of whom, what, for whom else."""

    title: str
    why: str
    basis: str
    people: str
    recipients: str
    holdings: tuple[tuple[str, tuple[str, ...]], ...] = ()  # titles, with the names of their columns


ACTIVITIES: dict[Purpose, Activity] = {
    "taking_part": Activity(
        N_("Registration and taking part"),
        N_("To know who comes and for whom, to give places fairly, to publish what was agreed to."),
        N_("What was agreed by registering; for the directory and the address, consent."),
        N_("Those who register, and the colleagues they name"),
        N_("The team; other participants, as far as they may see it; everyone, where it was agreed to"),
    ),
    "meeting": Activity(
        N_("Wishes and meetings"),
        N_("To bring people together who wish to meet, at times at which they can."),
        N_("What was agreed by registering."),
        N_("Those who take part"),
        N_("The team; of a meeting, those who meet"),
    ),
    "writing": Activity(
        N_("Mails"),
        N_("To send what belongs to the registration, and to know whether it arrived."),
        N_("What was agreed by registering; reminders can be stopped by one click."),
        N_("Those who register"),
        N_("The mail server of the site and those of the people written to"),
    ),
    "announcing": Activity(
        N_("New dates and invitations"),
        N_("To tell those who asked for it, or came before, of a new date."),
        N_("Consent of those who follow; legitimate interest for those who came before: one click ends it."),
        N_("Those who follow, those who are invited"),
        N_("The team"),
    ),
    "running": Activity(
        N_("Signing in and teams"),
        N_("To let in who may come in, and nobody else."),
        N_("Legitimate interest: the safety of everybody’s data."),
        N_("Those who sign in; those who run the fair"),
        N_("Nobody"),
    ),
    "proving": Activity(
        N_("Journal"),
        N_("To know what happened when, to explain an agenda, and to mend what broke."),
        N_("Legitimate interest: that nothing is lost and nobody is forgotten."),
        N_("Those who register; those who run the fair"),
        N_("The team; programs that the organiser connected, which get kinds and ids, no names"),
    ),
}
MEASURES: tuple[str, ...] = (
    N_("No passwords: links and codes by mail, kept as fingerprints only; a second factor for teams."),
    N_("Rôles: each of the team sees and changes what the rôle needs; the journal tells who did what."),
    N_("Everybody sees, corrects, takes along and erases their own data, from a link in every mail."),
    N_("Encrypted on the way; nothing is loaded from other sites, and nobody is followed around."),
    N_("What is out of use is deleted by the clock; nobody comes back with a backup."),
)


def record() -> tuple[Activity, ...]:
    """Each purpose with the tables and columns that serve it, as the register has them."""
    return tuple(
        Activity(
            one.title,
            one.why,
            one.basis,
            one.people,
            one.recipients,
            tuple(
                (holding.title, tuple(holding.tells.values()))
                for holding in HOLDINGS
                if holding.purpose == purpose and holding.tells
            ),
        )
        for purpose, one in ACTIVITIES.items()
    )
