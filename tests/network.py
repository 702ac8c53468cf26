"""No test speaks to the world outside this machine.

pytest-socket watches `connect`. What it does not see is watched here: datagrams and names to resolve (the
interpreter's audit events), and libpq, which opens its sockets without Python (SQLAlchemy's connections).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import Dialect

HERE = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None}  # noqa: S104 - recognised, not bound to


class OutsideWorldError(RuntimeError):
    """A test wanted to speak to another machine."""


def forbid_the_outside_world() -> None:
    """For the life of this process."""
    sys.addaudithook(_watch_python)
    event.listen(Engine, "do_connect", _watch_databases)


def _watch_python(name: str, arguments: tuple[Any, ...]) -> None:
    if name == "socket.getaddrinfo":
        host = arguments[0]
    elif name in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # a path is a local socket
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if isinstance(host, str) and host not in HERE:
        raise OutsideWorldError(f"{name} to {host}")


def _watch_databases(dialect: Dialect, _record: object, _arguments: object, options: dict[str, Any]) -> None:
    host = options.get("host") if dialect.name == "postgresql" else None
    if host not in HERE and not str(host).startswith("/"):
        raise OutsideWorldError(f"a database on {host}")
