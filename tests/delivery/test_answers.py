"""Whose fault it is that a mail was not taken."""

from __future__ import annotations

import pytest

from fairs.delivery.answers import blames_address


@pytest.mark.parametrize(
    ("said", "blamed"),
    [
        ("550 5.1.1 no such user", True),
        ("550 5.1.8 sender's domain does not exist", False),
        ("552 5.2.2 over quota", True),
        ("552 5.2.3 too long", False),
        ("550 5.4.1 Recipient address rejected: Access denied", True),
        ("554 5.4.6 loop", False),
        ("550 5.5.0 mailbox unavailable", True),
        ("554 5.5.2 syntax", False),
        ("550 5.7.1 relaying denied", False),
        ("550 5.0.0 rejected", True),
        ("550 from 192.0.2.25: rejected", None),
        ("550 rejected", None),
    ],
)
def test_the_finer_status_tells(said: str, *, blamed: bool | None) -> None:
    assert blames_address(said) is blamed
