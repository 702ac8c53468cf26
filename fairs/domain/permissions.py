"""Who may do and see what: every predicate in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fairs.texts import N_

if TYPE_CHECKING:
    from fairs.models import Account, Fair, Participant
    from fairs.models.account import Role

Area = Literal["edition", "people", "day", "team"]
"""What an organiser's page is about: the edition and its grid, who comes, the day itself, who runs it all."""

EVERYTHING: frozenset[Area] = frozenset({"edition", "people", "day", "team"})


@dataclass(frozen=True)
class Rights:
    """What a rôle sees and what it changes, and how that is said."""

    sees: frozenset[Area]
    changes: frozenset[Area]
    name: str
    told: str


RIGHTS: dict[Role, Rights] = {
    "owner": Rights(
        EVERYTHING,
        EVERYTHING,
        N_("owner"),
        N_("Does everything, and says who else may do what."),
    ),
    "organiser": Rights(
        EVERYTHING,
        EVERYTHING - {"team"},
        N_("organiser"),
        N_("Runs the edition from the first registration to the last meeting; leaves the team as it is."),
    ),
    "desk": Rights(
        frozenset({"people", "day"}),
        frozenset({"day"}),
        N_("reception"),
        N_("Sees who comes, and notes on the day who is there; nothing else."),
    ),
    "viewer": Rights(
        EVERYTHING,
        frozenset(),
        N_("observer"),
        N_("Sees everything and changes nothing."),
    ),
}


def role_in(account: Account, fair: Fair) -> Role | None:
    """In which rôle an account runs a fair, if at all."""
    held = (membership.role for membership in account.memberships if membership.fair_id == fair.id)
    return next(held, None)


def may_organise(account: Account, fair: Fair) -> bool:
    """Whether an account runs a fair."""
    return role_in(account, fair) is not None


def may_see(account: Account, fair: Fair, area: Area) -> bool:
    """Whether an account may read the organiser's pages of an area."""
    role = role_in(account, fair)
    return role is not None and area in RIGHTS[role].sees


def may_change(account: Account, fair: Fair, area: Area) -> bool:
    """Whether an account may press the buttons of an area."""
    role = role_in(account, fair)
    return role is not None and area in RIGHTS[role].changes


def needs_second_factor(account: Account, fair: Fair | None) -> bool:
    """Whether mail alone is not enough: for whoever has a second factor, and where the fair demands one."""
    return account.second_factor_at is not None or (fair is not None and fair.needs_second_factor)


def may_be_wished(wisher: Participant, wished: Participant) -> bool:
    """Whether one participant may wish to meet another. Colleagues need no fair for that."""
    colleagues = wisher.organisation_id == wished.organisation_id
    return wisher.edition_id == wished.edition_id and not colleagues and wished.takes_part
