"""Secrets that have to be read again: encrypted with a key that comes from the installation's own.

Who gets hold of the database, or of a copy of it, cannot read them.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fairs.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

PURPOSE = b"maillage: secrets of second factors"
KEY_BYTES = 32


def seal(text: str, secret: str) -> str:
    """The text, for nobody who lacks the installation's secret."""
    return _box(secret).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, secret: str) -> str:
    """The text again. Raises Unavailable where the secret is another one."""
    try:
        return _box(secret).decrypt(sealed.encode()).decode()
    except InvalidToken as fault:
        raise Unavailable(
            "The secret of this installation has changed: second factors have to be set up anew. "
            "Whoever hosts the site can take the old ones away."
        ) from fault


def _box(secret: str) -> Fernet:
    derive: Callable[[bytes], bytes] = HKDF(SHA256(), KEY_BYTES, salt=None, info=PURPOSE).derive
    return Fernet(base64.urlsafe_b64encode(derive(secret.encode())))
