"""The names under which deliveries are held: a restart knows at once what its predecessor left lying."""

from __future__ import annotations

import os
import socket
import uuid
from functools import lru_cache
from pathlib import Path

PROC = Path("/proc")  # where Linux says what it knows of processes; others have no such folder
UNKNOWN = "-"
STARTED = 19  # which word of a process's line, after its name, says when it began
DEAD_BUT_LISTED = {"Z", "X"}


def new_owner() -> str:
    """A name for one claim: the machine, the process, and a word that nobody else has."""
    return f"{_name(os.getpid())}/{uuid.uuid4().hex}"


def is_gone(owner: str) -> bool:
    """Whether this process can tell that an owner no longer works. Asked before anything is claimed here.

    Containers may share a name, and all of them have a process 1: what runs where this process cannot look
    is not ours to judge. Such leases run out by themselves.
    """
    process, _, _ = owner.rpartition("/")
    place, _, numbers = process.partition(" ")
    number, _, started = numbers.partition(" ")
    if place != _place() or not number.isdecimal():
        return False
    if started == UNKNOWN and int(number) == os.getpid():
        return True  # a namesake from before: this process holds nothing yet
    return not _works(int(number), started)


@lru_cache(maxsize=1)  # a process that forks has another number
def _name(process: int) -> str:
    return f"{_place()} {process} {_line(process)[1]}"


@lru_cache(maxsize=1)
def _place() -> str:
    """Where numbers of processes mean the same: a machine since its start, and a container on it."""
    try:
        start = (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").partition("-")[0]
        container = (PROC / "self/ns/pid").readlink().name.strip("pid:[]")
    except OSError:
        start = container = UNKNOWN
    return f"{socket.gethostname()}/{start}/{container}"


def _works(process: int, started: str) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # under another user
    state, began = _line(process)
    if state in DEAD_BUT_LISTED:  # until its parent takes notice, which may be late
        return False
    return UNKNOWN in {started, began} or began == started  # otherwise its number was given to another


def _line(process: int) -> tuple[str, str]:
    """In which state a process is, and when it began, in the words of the system."""
    try:
        line = (PROC / str(process) / "stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return UNKNOWN, UNKNOWN
    words = line.rpartition(")")[2].split()
    return words[0], words[STARTED]
