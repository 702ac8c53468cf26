"""Where a webhook may lead: into the public network, never into the house of this site or a neighbour's.

`ipaddress.is_global` alone does not do: it takes addresses for public that are translated into private ones
on the way (NAT64, 6to4), and groups of machines.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fairs.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Container

Address = IPv4Address | IPv6Address

LENGTH = 500  # signs of an address, at most
PORTS = {"https": 443, "http": 80}
FIRST_FREE_PORT = 1024  # below it stand services of machines, which are none of a webhook's business
PLAIN = re.compile(r"[!-\[\]-~]+")  # no spaces, controls, letters beyond ASCII, or backslashes
OWN = (".localhost", ".local", ".internal", ".lan", ".home.arpa")  # names of no public host
WORLD = IPv6Network("2000::/3")
NOT_OF_THE_WORLD = tuple(
    IPv6Network(net)
    for net in (
        "2001::/23",  # set aside: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # of documents
        "2002::/16",  # 6to4: leads to an IPv4 address
        "3fff::/20",  # of documents
    )
)
NOT_PUBLIC = tuple(IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24"))  # protocols; 6to4 relays


@dataclass(frozen=True)
class Target:
    """An address, taken apart."""

    scheme: str
    host: str
    port: int
    path: str  # with the query

    @property
    def named(self) -> str:
        """The host as a request names it: a port only where it is not the usual one, IPv6 in brackets."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(address: str, trusted: Container[str] = ()) -> Target:
    """Take an address apart. Raises Refused unless it is plain and https.

    `trusted`: hosts of the own network that may be told, also by http.
    """
    if len(address) > LENGTH:
        raise Refused("An address has at most %(most)d characters.", field="address", most=LENGTH)
    try:
        url = urlsplit(address)
        host, port = (url.hostname or "").rstrip("."), url.port
    except ValueError:
        raise _unreadable() from None
    _object_to_signs(address, host)
    if url.scheme != "https" and not (url.scheme == "http" and host in trusted):
        raise Refused("The address must begin with https://, so that nobody reads along.", field="address")
    if not host or url.username is not None or url.password is not None:
        raise Refused("The address must name a host, and neither a user nor a password.", field="address")
    port = PORTS[url.scheme] if port is None else port
    if port not in PORTS.values() and port < FIRST_FREE_PORT:
        raise Refused(
            "Webhooks are not sent to this port: take 443, or one from 1024 upwards.", field="address"
        )
    return Target(url.scheme, host, port, (url.path or "/") + (f"?{url.query}" if url.query else ""))


def _object_to_signs(address: str, host: str) -> None:
    if not host.isascii():
        try:
            plain = host.encode("idna").decode("ascii")
        except UnicodeError:
            raise _unreadable() from None
        raise Refused("Write the host as machines know it: %(plain)s.", field="address", plain=plain)
    if "#" in address:
        raise Refused("Leave out what stands from # on: it never reaches a server.", field="address")
    if not PLAIN.fullmatch(address):
        raise _unreadable()


def _unreadable() -> Refused:
    return Refused(
        "This is not an address that can be called: write it plainly, without spaces.", field="address"
    )


def object_to_address(address: str, trusted: Container[str]) -> None:
    """Raise Refused where an address may not be told. What a name leads to is seen when it is told."""
    target = target_of(address, trusted)
    number = written_as_number(target.host)
    inside = _names_this_house(target.host) if number is None else not is_public(number)
    if inside and target.host not in trusted:
        raise Refused("This address leads into a network that is not public.", field="address")


def _names_this_house(host: str) -> bool:
    """Whether a name can mean nothing but a machine of the own network, or this one."""
    return "." not in host or host.endswith(OWN)


def is_public(address: Address) -> bool:
    """Whether an address belongs to one machine of the public network."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        return address in WORLD and not any(address in net for net in NOT_OF_THE_WORLD)
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in net for net in NOT_PUBLIC)
    )


def written_as_number(host: str) -> Address | None:
    """The address that a host is, in any way in which systems read one: 127.1, 0x7f000001, 2130706433."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None
