"""A contestant as a program of its own: asked by lines of JSON, ended when it takes too long."""

import json
import select
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.engine.serving import Answer, Job

START_SECONDS = 400
"""To load and compile, which is not counted."""


class Broken(Exception):
    """A contestant ended without an answer; its last words are told."""


class Player:
    """Starts at the first question, and again after it was ended."""

    def __init__(self, module: str, scratch: Path, folder: Path, env: Mapping[str, str]) -> None:
        self.module, self.folder, self.env = module, folder, env
        self.said = scratch / f"{module.rpartition('.')[2]}-{id(self)}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def start(self) -> None:
        """Load and compile now, so that no question waits for it."""
        if self._process is not None:
            return
        with self.said.open("wb") as said:
            self._process = subprocess.Popen(  # noqa: S603 - our own modules
                [sys.executable, "-m", self.module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                cwd=self.folder,
                env=dict(self.env),
            )
        if self._answer(START_SECONDS) is None:
            raise Broken(f"{self.module} is not ready after {START_SECONDS} s.")

    def ask(self, job: Job, limit: float) -> Answer | None:
        """The answer; ``None`` if there is none within so many seconds."""
        self.start()
        stdin = self._running().stdin
        if stdin is None:
            raise Broken(f"{self.module} cannot be asked.")
        stdin.write(json.dumps(job).encode() + b"\n")
        stdin.flush()
        return self._answer(limit)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise Broken(f"{self.module} does not run.")
        return self._process

    def _answer(self, limit: float) -> Answer | None:
        stdout = self._running().stdout
        if stdout is None:
            raise Broken(f"{self.module} cannot be heard.")
        if not select.select([stdout], [], [], limit)[0]:
            self.end()
            return None
        line = stdout.readline()
        if not line:
            self.end()
            words = self.said.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise Broken(f"{self.module} ended without an answer:\n{words}")
        answer: Answer = json.loads(line)
        return answer

    def end(self) -> None:
        """Let it go; nothing of it stays."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
