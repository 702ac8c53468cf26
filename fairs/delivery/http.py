"""Calling other programs: the one place from which this site opens connections by HTTP to where others say.

The name is resolved once, every address it has must be public, and the connection goes to one of just these
addresses, while certificate and Host header keep the name. Redirects are not followed and proxies of the
environment not used. It is made of the standard library because there the connection can be opened by hand;
libraries that resolve for themselves would have to be talked out of it.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING

from fairs.domain.targets import Address, is_public, target_of, written_as_number
from fairs.errors import FairError, Refused

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from http.client import HTTPResponse

    from fairs.domain.targets import Target

SECONDS = 15.0  # for everything
AT_MOST = 64 * 1024  # bytes of an answer that are read
TRIED = 4  # addresses of one name

Resolve = Callable[[str, int], list[Address]]


class NotReached(FairError):
    """No answer came. The sentence says why, for the organiser to see."""


@dataclass(frozen=True)
class Answer:
    """What a program answered."""

    status: int
    retry_after: str
    body: bytes  # its beginning


class Deadline:
    """A time that nothing outlasts, however slowly something still drips."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds."""
        return max(self._until - monotonic(), 0.0)

    @property
    def passed(self) -> bool:
        """Whether it is over."""
        return not self.left

    @contextmanager
    def over(self, connection: socket.socket) -> Iterator[None]:
        """Cut a connection when it is over; past the layer of TLS, which would take leave first."""

        def cut() -> None:
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

        timer = threading.Timer(self.left, cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def resolve(host: str, port: int) -> list[Address]:
    """All addresses of a host, as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    trusted: Container[str] = (),
    ask: Resolve = resolve,
    seconds: float = SECONDS,
) -> Answer:
    """Send something. Raises NotReached when no answer comes. `trusted`: hosts of the own network."""
    try:
        target = target_of(address, trusted)
    except Refused as refused:
        raise NotReached(refused.message) from None
    deadline = Deadline(seconds)
    found = _addresses(target, trusted, ask, deadline)
    with _wrapped(target, _connected(target, found, deadline)) as connection, deadline.over(connection):
        try:
            return _exchange(connection, target, body, headers)
        except (OSError, HTTPException, ValueError) as error:
            raise _late(target, deadline) if deadline.passed else _failed(target, error) from None


def _addresses(target: Target, trusted: Container[str], ask: Resolve, deadline: Deadline) -> list[Address]:
    """What the host leads to. One address that is not public is one too many."""
    number = written_as_number(target.host)
    found = _asked(target, ask, deadline) if number is None else [number]
    if not found:
        raise NotReached("%(host)s is unknown: no address has this name.", host=target.host)
    for address in found:
        if target.host not in trusted and not is_public(address):
            raise NotReached(
                "%(host)s leads into a private network (%(address)s): nothing is sent there.",
                host=target.host,
                address=address,
            )
    return found[:TRIED]


def _asked(target: Target, ask: Resolve, deadline: Deadline) -> list[Address]:
    """What the system knows of a name, asked once; beside this thread, because it cannot be hurried."""
    asking = ThreadPoolExecutor(1, thread_name_prefix="resolve")
    try:
        answer = asking.submit(ask, target.host, target.port)
        wait([answer], deadline.left)
        if not answer.done():
            raise _late(target, deadline)
        return answer.result()
    except (OSError, ValueError):  # UnicodeError: a label that is no label
        return []
    finally:
        asking.shutdown(wait=False)


def _connected(target: Target, addresses: list[Address], deadline: Deadline) -> socket.socket:
    """A connection to the first of the addresses that takes one."""
    failure = OSError()
    for address in addresses:
        if deadline.passed:
            break
        try:
            return socket.create_connection((str(address), target.port), deadline.left)
        except OSError as error:
            failure = error
    raise _late(target, deadline) if deadline.passed else _failed(target, failure)


def _wrapped(target: Target, connection: socket.socket) -> socket.socket:
    """The same connection, to be secured before anything is said."""
    if target.scheme == "http":
        return connection
    return ssl.create_default_context().wrap_socket(
        connection, server_hostname=target.host, do_handshake_on_connect=False
    )


def _exchange(connection: socket.socket, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    if isinstance(connection, ssl.SSLSocket):
        connection.do_handshake()
    http = HTTPConnection(target.host, target.port)
    http.sock = connection
    http.request("POST", target.path, body, {"Host": target.named, "Connection": "close", **headers})
    with http.getresponse() as answer:
        return Answer(answer.status, answer.getheader("Retry-After") or "", _beginning(answer))


def _beginning(answer: HTTPResponse) -> bytes:
    """As much of the body as comes in time: what counts was said before it."""
    with suppress(OSError, HTTPException, ValueError):
        return answer.read(AT_MOST)
    return b""


def _late(target: Target, deadline: Deadline) -> NotReached:
    return NotReached(
        "%(host)s did not answer within %(seconds)s seconds.",
        host=target.host,
        seconds=f"{deadline.seconds:g}",
    )


def _failed(target: Target, error: Exception) -> NotReached:
    if isinstance(error, ssl.SSLCertVerificationError):
        return NotReached(
            "The certificate of %(host)s cannot be trusted: %(reason)s.",
            host=target.host,
            reason=error.verify_message,
        )
    reason = getattr(error, "strerror", None) or type(error).__name__
    return NotReached("The connection to %(host)s failed: %(reason)s.", host=target.host, reason=reason)
