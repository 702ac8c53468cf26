"""Organisers' ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairs.delivery.handlers.mails import mail
from fairs.delivery.letters import to_account
from fairs.models import Account

if TYPE_CHECKING:
    from fairs.delivery.links import Addresses
    from fairs.delivery.mail import Letter
    from fairs.events import SignInAsked, TrialMailAsked


def _sign_in(event: SignInAsked, links: Addresses) -> Letter | None:
    account = links.session.get(Account, event.account_id)
    if account is None:
        return None
    return to_account("sign_in", account, links.now, link=links.sign_in(account))


def _test_mail(event: TrialMailAsked, links: Addresses) -> Letter | None:
    account = links.session.get(Account, event.account_id)
    if account is None:
        return None
    return to_account("test_mail", account, links.now)


sign_in = mail(_sign_in, asked_for=True)
test_mail = mail(_test_mail, asked_for=True)
