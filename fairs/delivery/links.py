"""Addresses that stand in mails. They begin with the site's own address, never with what a request says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairs.domain import tokens
from fairs.queries.agendas import Links
from fairs.queries.announcements import Pages

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.config import Settings
    from fairs.models import (
        AddressChange,
        Follower,
        Invitation,
        Knock,
        Participant,
        Substitute,
        TeamInvitation,
    )
    from fairs.models.account import Purpose


@dataclass(frozen=True)
class Addresses:
    """Makes links, and the secrets in them."""

    session: Session
    settings: Settings
    now: datetime

    def confirm(self, participant: Participant) -> str:
        """A page with the button that proves the address."""
        return self._person("confirm", "p", participant)

    def personal(self, participant: Participant) -> str:
        """The way to a participant's own page."""
        return self._person("personal", "p", participant)

    def feed(self, participant: Participant) -> str:
        """The calendar that stays true."""
        return self._person("feed", "cal", participant) + ".ics"

    def unsubscribe(self, participant: Participant) -> str:
        """Where somebody can say that mails which can be done without shall stop."""
        return self._person("unsubscribe", "u", participant)

    def invitation(self, invitation: Invitation) -> str:
        """The form, for somebody who is invited."""
        secret = tokens.issue(self.session, "invitation", invitation.id, self.settings.secret_key, self.now)
        return f"{self.settings.base_url}/i/{secret}"

    def sign_in(self, knock: Knock) -> str:
        """A page with the button that lets in whoever asked."""
        return self._of("sign_in", "in", knock.id)

    def prove_address(self, change: AddressChange) -> str:
        """A page with the button that puts a new address in place of the former one."""
        return self._of("address", "in/address", change.id)

    def join(self, invitation: TeamInvitation) -> str:
        """A page with the button that accepts an invitation to a team."""
        return self._of("team", "in/team", invitation.id)

    def substitute(self, substitute: Substitute) -> str:
        """A page with the button that takes somebody's place over."""
        return self._of("substitute", "p", substitute.id)

    def follow(self, follower: Follower) -> str:
        """A page with the button that proves a follower's address."""
        return self._follower("follow", follower)

    def unfollow(self, follower: Follower) -> str:
        """Where somebody who follows can say that it is enough."""
        return self._follower("unfollow", follower)

    def announced(self) -> Pages:
        """What public announcements are built with."""
        site = self.settings.base_url
        return Pages(
            edition=lambda edition: f"{site}/e/{edition.slug}",
            fair=lambda fair: f"{site}/g/{fair.slug}",
            card=lambda edition, language: f"{site}/e/{edition.slug}/card.png?lang={language}",
            calendar_domain=self.settings.calendar_domain,
        )

    def of_agenda(self) -> Links:
        """What agendas are built with."""
        return Links(page=self.personal, feed=self.feed, calendar_domain=self.settings.calendar_domain)

    def _follower(self, purpose: Purpose, follower: Follower) -> str:
        secret = tokens.issue(self.session, purpose, follower.id, self.settings.secret_key, self.now)
        return f"{self.settings.base_url}/{purpose}/{secret}"

    def _person(self, purpose: Purpose, path: str, participant: Participant) -> str:
        return self._of(purpose, path, participant.id)

    def _of(self, purpose: Purpose, path: str, subject_id: uuid.UUID) -> str:
        secret = tokens.issue(self.session, purpose, subject_id, self.settings.secret_key, self.now)
        return f"{self.settings.base_url}/{path}/{secret}"


def webcal(address: str) -> str:
    """The same feed as calendars subscribe to it at one touch."""
    return "webcal://" + address.split("://", 1)[1]
