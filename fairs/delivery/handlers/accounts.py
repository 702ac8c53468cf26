"""Organisers' ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.delivery.handlers.mails import mail
from fairs.delivery.letters import to_account
from fairs.models import Account

if TYPE_CHECKING:
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.events import SignInAsked


def _sign_in(event: SignInAsked, links: Addresses) -> Letter | None:
    account = links.session.get(Account, event.account_id)
    if account is None:
        return None
    return to_account("sign_in", account, links.now, link=links.sign_in(account))


sign_in = mail(_sign_in, asked_for=True)
