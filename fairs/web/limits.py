"""Who asks from where, so that nobody asks too often.

Behind a proxy everybody seems to come from its address. How many proxies say whom they speak for is a
setting (`MAILLAGE_PROXIES`); requests of this very machine are those of a proxy that does not say it.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from flask import request
from werkzeug.middleware.proxy_fix import ProxyFix

from fairs.domain import limits
from fairs.web import here

if TYPE_CHECKING:
    from flask import Flask

HOME_OF_SOMEBODY = 64  # bits of an IPv6 address that a household is given as one


def install(app: Flask) -> None:
    """Believe as many proxies as there are, and only what they say about addresses."""
    if proxies := here.settings_of(app).proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]


def network() -> str | None:
    """From where this request comes; None where that is not known."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif not address.is_loopback:
            return str(ip_network((address, HOME_OF_SOMEBODY), strict=False))
    return None if address.is_loopback else str(address)


def visit(what: str) -> None:
    """Somebody does something that costs the site a mail, or a guess. Raises TooMany."""
    limits.from_network(here.session(), what, network(), here.settings().from_one_network, here.now())


def letter(what: str, email: str) -> None:
    """Somebody asks for a mail to an address. Raises TooMany: first for the network, then for the address."""
    visit(what)
    limits.letter_to(here.session(), email, here.now())
