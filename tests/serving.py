"""The real program, started as people start it, in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = Path(sys.executable).with_name("maillage")
KEPT = {"PATH", "HOME", "TMPDIR", "COVERAGE_PROCESS_CONFIG"}  # what is run is measured too
PATIENCE = 120  # seconds: a cold start on a busy machine


@dataclass(frozen=True)
class Site:
    """A site that answers."""

    url: str
    home: Path
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        return (self.home / "server.log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def serving(
    *arguments: str, home: Path, command: Path = COMMAND, port: int | None = None, **environment: str
) -> Iterator[Site]:
    """Start `maillage …` in its own folder on a free port; wait until it is well; end it, workers and all."""
    port = port or free_port()
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [command, *arguments, "--port", str(port)],
            cwd=home,
            env=surroundings(home, **{"MAILLAGE_BASE_URL": f"http://127.0.0.1:{port}"} | environment),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    site = Site(f"http://127.0.0.1:{port}", home, process)
    try:
        _wait_until_well(site, "/readyz" if arguments[0] == "web" else "/healthz")  # alone, pages are not all
        yield site
    finally:
        _end(process)


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """An environment without what the tests' own has."""
    inherited = {name: value for name, value in os.environ.items() if name in KEPT}
    return inherited | {"LANG": "C.UTF-8", "MAILLAGE_HOME": str(home)} | more


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _wait_until_well(site: Site, address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    answer = "nothing yet"
    while site.process.poll() is None and time.monotonic() < deadline:
        try:
            answer = _health(site, address)
        except OSError as refusal:
            answer = str(refusal)
        if answer.startswith("200"):
            return
        time.sleep(0.1)
    raise AssertionError(f"The site did not come up ({address}: {answer}).\n{site.log[-4000:]}")


def _health(site: Site, address: str) -> str:
    place = urlsplit(site.url)
    with closing(HTTPConnection(place.hostname or "", place.port, timeout=5)) as connection:
        connection.request("GET", address)
        response = connection.getresponse()
        return f"{response.status} {response.read().decode()}"


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=25)
    except ProcessLookupError:
        process.wait()
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
