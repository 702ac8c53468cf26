"""The program as many processes, any of which may be killed at any moment and is started again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING

from tests.serving import COMMAND, free_port, surroundings

if TYPE_CHECKING:
    from random import Random

DISTRIBUTED = ("web", "worker", "worker", "clock", "clock")
EMBEDDED = ("serve",)
PATIENCE = 120.0  # seconds


@dataclass
class Cluster:
    """Processes on one database; `environment` says which."""

    home: Path
    parts: tuple[str, ...]
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start every part."""
        self._processes = [self._start(part) for part in self.parts]

    def kill_one(self, lots: Random) -> bool:
        """Kill a process with all its children, or one child alone; start again what is gone.

        Whether anything was killed: a process that does everything is let alone until it has got up, since on
        a slow machine nothing would ever get done otherwise.
        """
        if len(self.parts) == 1 and not self._answers():
            self.mend()
            return False
        number = lots.randrange(len(self.parts))
        process = self._processes[number]
        children = _children(process.pid)
        if children and lots.random() < 0.5:
            _kill(lots.choice(children))
        else:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        self.mend()
        return True

    def mend(self) -> None:
        """Start again what has died."""
        for number, process in enumerate(self._processes):
            if process.poll() is not None:
                self._processes[number] = self._start(self.parts[number])

    def wait_for_pages(self) -> None:
        """Wait until a page is answered."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > deadline:
                message = f"no page within {PATIENCE:.0f} s:\n{self.log()[-4000:]}"
                raise TimeoutError(message)
            self.mend()
            time.sleep(0.1)

    def stop(self) -> None:
        """End all parts gently, then without asking."""
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def order(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command beside it."""
        return subprocess.run(
            [COMMAND, *arguments],
            cwd=self.home,
            env=surroundings(self.home, **self.environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def log(self) -> str:
        """What all parts said."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.home.glob("*.log")))

    def _start(self, part: str) -> subprocess.Popen[bytes]:
        arguments = ["--port", str(self.port)] if part in {"web", "serve"} else []
        settings = {"MAILLAGE_BASE_URL": self.url, "MAILLAGE_LOG": "json"} | self.environment
        with (self.home / f"{part}.log").open("ab") as log:
            return subprocess.Popen(
                [COMMAND, part, *arguments],
                cwd=self.home,
                env=surroundings(self.home, **settings),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _answers(self) -> bool:
        try:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
                connection.request("GET", "/in")
                return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False


def _children(process: int) -> list[int]:
    with suppress(OSError):
        task = Path(f"/proc/{process}/task/{process}/children")
        return [int(number) for number in task.read_text(encoding="ascii").split()]
    return []


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
