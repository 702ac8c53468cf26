"""Passkeys: the device keeps a key, and shows that it has it; what it shows is worth nothing elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import select
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from fairs.domain import factors, limits
from fairs.errors import NotFound, Refused
from fairs.models import Passkey

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Account

AT_MOST = 10  # of one account
NAME_LENGTH = 60


@dataclass(frozen=True)
class Site:
    """For which site a passkey is made: browsers hold both sides to it."""

    origin: str

    @property
    def host(self) -> str:
        """What passkeys are bound to."""
        return urlsplit(self.origin).hostname or "localhost"


def of_account(session: Session, account: Account) -> Sequence[Passkey]:
    """The passkeys of an account, the oldest first."""
    return session.scalars(
        select(Passkey).filter_by(account_id=account.id).order_by(Passkey.added_at, Passkey.id)
    ).all()


def invite(session: Session, account: Account, site: Site, challenge: bytes) -> str:
    """What the browser is told to make one with, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=factors.ISSUER,
        user_id=account.id.bytes,
        user_name=account.email,
        user_display_name=account.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_known(session, account),
    )
    return webauthn.options_to_json(options)


def add(
    session: Session,
    account: Account,
    answer: str,
    challenge: bytes,
    site: Site,
    name: str,
    now: datetime,
) -> Passkey:
    """Take in what the browser made."""
    if len(of_account(session, account)) >= AT_MOST:
        raise Refused("You have %(most)d passkeys already: remove one first.", most=AT_MOST)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError) as fault:
        raise Refused("The browser gave no passkey for this site. Try again.") from fault
    if session.scalar(select(Passkey.id).filter_by(credential=made.credential_id)) is not None:
        raise Refused("This passkey is known already.")
    passkey = Passkey(
        account_id=account.id,
        credential=made.credential_id,
        public_key=made.credential_public_key,
        signatures=made.sign_count,
        name=name.strip()[:NAME_LENGTH],
        added_at=now,
    )
    session.add(passkey)
    account.second_factor_at = account.second_factor_at or now
    session.flush()
    return passkey


def ask(session: Session, account: Account, site: Site, challenge: bytes) -> str:
    """What the browser is asked to sign, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=_known(session, account),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return webauthn.options_to_json(options)


def is_right(
    session: Session, account: Account, answer: str, challenge: bytes, site: Site, now: datetime
) -> bool:
    """Whether a passkey of this account signed the challenge. Raises TooMany."""
    limits.guess(session, f"second:{account.id}", now)
    try:
        given = parse_authentication_credential_json(answer)
        passkey = session.scalar(
            select(Passkey).filter_by(account_id=account.id, credential=given.raw_id).with_for_update()
        )
        if passkey is None:
            return False
        shown = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.signatures,
        )
    except (WebAuthnException, ValueError):
        return False
    passkey.signatures, passkey.used_at = shown.new_sign_count, now
    return True


def remove(session: Session, account: Account, passkey_id: uuid.UUID) -> None:
    """A passkey opens nothing any more. Raises NotFound."""
    passkey = session.get(Passkey, passkey_id)
    if passkey is None or passkey.account_id != account.id:
        raise NotFound("There is no such passkey.")
    session.delete(passkey)
    factors.settle(session, account)


def _known(session: Session, account: Account) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.credential) for one in of_account(session, account)]
