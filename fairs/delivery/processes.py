"""Work that keeps a processor busy, in processes of their own, so that pages answer as quickly as before.

Children are spawned, never forked, and only when there is work. At most one a processor does long work (a
plan, a pack) and as many again short work (a mail's sheet), which shares a processor with a plan and never
waits for its end. A child that dies takes its work with it and nothing else: the next work gets a new child.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
import traceback
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar, cast

from fairs.delivery.handler import Stopped
from fairs.errors import FairError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

R = TypeVar("R")
Report = tuple[Any, ...]

SPAWN = multiprocessing.get_context("spawn")
REPORT_EVERY = 0.5  # seconds between two reports of progress
LOOK_UP_EVERY = 0.5  # seconds after which somebody who waits looks whether the program ends


class ChildFailed(Exception):
    """What went wrong in a child, or that it died. Where it went wrong is added as a note."""


@dataclass(frozen=True)
class _Child:
    process: SpawnProcess
    line: Connection


class Processes:
    """The children of this process; each is lent to one caller at a time."""

    def __init__(self, at_most: int | None = None) -> None:
        """As many at once, of long work and of short work each."""
        places = at_most or os.cpu_count() or 1
        self._short, self._long = threading.BoundedSemaphore(places), threading.BoundedSemaphore(places)
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()
        self._closed = threading.Event()

    def run(
        self,
        function: Callable[..., R],
        *arguments: Any,
        progress: Callable[..., None] | None = None,
        meanwhile: Callable[[], None] | None = None,
        long: bool = False,
    ) -> R:
        """Call a function of a module in a child; with `progress`, it is given `progress=` to report by.

        While nothing comes, `meanwhile` is called now and then; what it or `progress` raises ends the child.
        `long`: it may take longer than somebody waits for a mail.
        """
        places = self._long if long else self._short
        while not places.acquire(timeout=LOOK_UP_EVERY):
            self._look_up(meanwhile)
        child: _Child | None = None
        try:
            self._object_to_closing()
            child = self._lend()
            answer = self._converse(child, function, arguments, progress, meanwhile)
            self._idle.put(child)
        except BaseException:
            if child is not None:
                _end(child)
            raise
        finally:
            places.release()
        kind, result = answer
        if kind == "refused":
            raise result
        if kind == "failed":
            raise _failure(*result)
        return cast("R", result)

    def close(self) -> None:
        """End all children; whoever waits for one is told by `Stopped`."""
        self._closed.set()
        while True:
            try:
                _end(self._idle.get_nowait())
            except queue.Empty:
                return

    def _look_up(self, meanwhile: Callable[[], None] | None) -> None:
        self._object_to_closing()
        if meanwhile is not None:
            meanwhile()

    def _object_to_closing(self) -> None:
        if self._closed.is_set():
            raise Stopped

    def _lend(self) -> _Child:
        try:
            child = self._idle.get_nowait()
        except queue.Empty:
            return _start()
        if child.process.is_alive():
            return child
        _end(child)
        return _start()

    def _converse(
        self,
        child: _Child,
        function: Callable[..., Any],
        arguments: tuple[Any, ...],
        progress: Callable[..., None] | None,
        meanwhile: Callable[[], None] | None,
    ) -> Report:
        try:
            child.line.send((function, arguments, progress is not None))
            while True:
                while not child.line.poll(LOOK_UP_EVERY):
                    self._look_up(meanwhile)
                kind, content = child.line.recv()
                if kind != "progress":
                    return kind, content
                if progress is not None:
                    progress(*content)
        except (EOFError, BrokenPipeError, ConnectionResetError) as lost:
            message = f"The process at work died (exit status {_status(child)})."
            raise ChildFailed(message) from lost


def _start() -> _Child:
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=_work, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return _Child(process, ours)


def _end(child: _Child) -> None:
    child.line.close()
    child.process.kill()
    child.process.join()
    child.process.close()


def _failure(sentence: str, place: str) -> ChildFailed:
    failure = ChildFailed(sentence)
    failure.add_note(place)
    return failure


def _status(child: _Child) -> int | None:
    child.process.join(1)
    return child.process.exitcode


def _work(line: Connection) -> None:
    """The life of a child: until its parent hangs up, or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches a whole terminal; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    while True:
        try:
            function, arguments, wants_progress = line.recv()
        except EOFError:
            return
        options = {"progress": _Reporter(line)} if wants_progress else {}
        try:
            answer = ("done", function(*arguments, **options))
        except BrokenPipeError:
            return
        except FairError as refusal:
            answer = ("refused", refusal)
        except Exception as error:  # noqa: BLE001 - whatever it is, the parent stores it and a person reads it
            answer = ("failed", (f"{type(error).__name__}: {error}", traceback.format_exc(limit=-8)))
        line.send(answer)


class _Reporter:
    """Passes progress on, but not more often than somebody would look."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._last = -REPORT_EVERY

    def __call__(self, *report: Any) -> None:
        if monotonic() - self._last >= REPORT_EVERY:
            self._last = monotonic()
            self._line.send(("progress", report))
