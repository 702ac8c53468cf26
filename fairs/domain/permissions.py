"""Who may do and see what: every predicate in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fairs.models import Account, Fair, Participant


def may_organise(account: Account, fair: Fair) -> bool:
    """Whether an account runs a fair."""
    return any(membership.fair_id == fair.id for membership in account.memberships)


def in_public_directory(participant: Participant) -> bool:
    """Whether everyone may read that this organisation comes."""
    return participant.takes_part and participant.listed


def may_be_wished(wisher: Participant, wished: Participant) -> bool:
    """Whether one participant may wish to meet another. Colleagues need no fair for that."""
    colleagues = wisher.organisation_id == wished.organisation_id
    return wisher.edition_id == wished.edition_id and not colleagues and wished.takes_part


def sees_email_of(met: Participant) -> bool:
    """Whether those who meet this person may read the address."""
    return met.email_shown
