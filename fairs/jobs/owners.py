"""The names under which deliveries are held: a restart knows at once what its predecessor left lying."""

from __future__ import annotations

import os
import socket
import uuid
from pathlib import Path


def new_owner() -> str:
    """A name for one claim: the machine, the process, and a word that nobody else has."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex}"


def is_gone(owner: str) -> bool:
    """Whether this process can tell that an owner no longer works. Asked before anything is claimed here."""
    host, _, rest = owner.partition("/")
    number, _, _ = rest.partition("/")
    if host != socket.gethostname() or not number.isdecimal():
        return False  # another machine's leases run out by themselves
    if int(number) == os.getpid():
        return True  # a namesake from before: this process holds nothing yet
    return not _works(int(number))


def _works(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # under another user
    return not _is_dead_but_listed(process)


def _is_dead_but_listed(process: int) -> bool:
    """On Linux a process stays on the list until its parent takes notice, which may be late."""
    try:
        line = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    state = line.rpartition(")")[2].split()[0]
    return state in {"Z", "X"}
