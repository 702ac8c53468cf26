"""What a passkey has to sign: random, for this browser, once."""

from __future__ import annotations

import secrets

from flask import session

from fairs.domain.passkeys import Site
from fairs.web import here

CHALLENGE = "challenge"
BYTES = 32


def fresh() -> bytes:
    """Another challenge in place of the former one."""
    made = secrets.token_bytes(BYTES)
    session[CHALLENGE] = made.hex()
    return made


def taken() -> bytes:
    """The challenge that was given out, which is void from now on; without one, what nobody can sign."""
    written = session.pop(CHALLENGE, None)
    return bytes.fromhex(written) if written else secrets.token_bytes(BYTES)


def site() -> Site:
    """The site as people reach it."""
    return Site(here.settings().base_url)
