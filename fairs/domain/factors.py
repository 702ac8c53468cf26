"""The second factor of organisers: codes of an app, and codes that were written down for when it is lost."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

import pyotp
from sqlalchemy import delete, func, select, update

from fairs.domain import limits
from fairs.domain.sealing import seal, unseal
from fairs.errors import Refused
from fairs.models import CodeApp, Passkey, RecoveryCode

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Account

ISSUER = "Maillage"
STEP = 30  # seconds that a code of the app is shown
LATE = 1  # steps that clocks may differ
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
LENGTH = 10


def new_app_secret() -> str:
    """What an app makes its codes from; 160 bits."""
    return pyotp.random_base32()


def app_address(account: Account, app_secret: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(app_secret).provisioning_uri(name=account.email, issuer_name=ISSUER)


def add_app(
    session: Session, account: Account, app_secret: str, typed: str, secret: str, now: datetime
) -> None:
    """Take an app in, in place of a former one, once it has shown a code."""
    step = _step_of(app_secret, typed, now)
    if step is None:
        raise Refused(
            "This is not the code that the app shows now. Is the clock of the telephone right?", field="code"
        )
    session.execute(delete(CodeApp).where(CodeApp.account_id == account.id))
    sealed = seal(app_secret, secret)
    session.add(CodeApp(account_id=account.id, secret=sealed, added_at=now, last_step=step))
    account.second_factor_at = account.second_factor_at or now
    session.flush()


def has_app(session: Session, account: Account) -> bool:
    """Whether an app shows codes for this account."""
    return session.get(CodeApp, account.id) is not None


def remove_app(session: Session, account: Account) -> None:
    """The app opens nothing any more."""
    session.execute(delete(CodeApp).where(CodeApp.account_id == account.id))
    settle(session, account)


def forget(session: Session, account: Account) -> None:
    """All of it is lost: mail alone lets in again."""
    session.execute(delete(CodeApp).where(CodeApp.account_id == account.id))
    session.execute(delete(Passkey).where(Passkey.account_id == account.id))
    settle(session, account)


def settle(session: Session, account: Account) -> None:
    """Without app and passkey there is no second factor, and nothing to recover."""
    session.flush()
    if has_app(session, account):
        return
    if session.scalar(select(Passkey.id).filter_by(account_id=account.id).limit(1)) is None:
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
        account.second_factor_at = None


def new_recovery_codes(session: Session, account: Account, secret: str, now: datetime) -> list[str]:
    """Codes to be written down, in place of all former ones. They can be shown this once."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    made = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(account_id=account.id, hash=_hash(account, code, secret), made_at=now) for code in made
    )
    session.flush()
    return [f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}" for code in made]


def recovery_codes_left(session: Session, account: Account) -> int:
    """How many were not used yet."""
    unused = select(func.count()).select_from(RecoveryCode)
    return (
        session.scalar(unused.where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None)))
        or 0
    )


def is_right(session: Session, account: Account, typed: str, secret: str, now: datetime) -> bool:
    """Whether somebody has the app, or a written code; either opens once. Raises TooMany."""
    limits.guess(session, f"second:{account.id}", now)
    plain = "".join(sign for sign in typed.casefold() if sign.isalnum())
    return _is_of_app(session, account, plain, secret, now) or _is_written(
        session, account, plain, secret, now
    )


def _is_of_app(session: Session, account: Account, plain: str, secret: str, now: datetime) -> bool:
    app = session.get(CodeApp, account.id)
    step = _step_of(unseal(app.secret, secret), plain, now) if app else None
    if step is None:
        return False
    later = update(CodeApp).where(CodeApp.account_id == account.id, CodeApp.last_step < step)
    return session.scalar(later.values(last_step=step).returning(CodeApp.last_step)) is not None


def _is_written(session: Session, account: Account, plain: str, secret: str, now: datetime) -> bool:
    unused = update(RecoveryCode).where(
        RecoveryCode.account_id == account.id,
        RecoveryCode.hash == _hash(account, plain, secret),
        RecoveryCode.used_at.is_(None),
    )
    return session.scalar(unused.values(used_at=now).returning(RecoveryCode.id)) is not None


def _step_of(app_secret: str, typed: str, now: datetime) -> int | None:
    """At which step the app shows this code, if it does now or did just before."""
    digits = "".join(sign for sign in typed if sign.isdecimal())
    app, current = pyotp.TOTP(app_secret), int(now.timestamp()) // STEP
    around = range(current - LATE, current + LATE + 1)
    shown = [step for step in around if hmac.compare_digest(app.generate_otp(step), digits)]
    return shown[-1] if shown else None


def _hash(account: Account, plain: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"recovery:{account.id}:{plain}".encode(), hashlib.sha256).hexdigest()
