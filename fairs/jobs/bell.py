"""Wakes the pump of this process when there is work; it only saves waiting: the database is asked anyway."""

from __future__ import annotations

import threading


class Bell:
    """A count of rings, so that one between looking and falling asleep is not missed."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rings = 0

    @property
    def rings(self) -> int:
        """How often it rang."""
        return self._rings

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._condition:
            self._rings += 1
            self._condition.notify_all()

    def wait(self, heard: int, seconds: float) -> None:
        """Sleep until it rings once more than was heard, or until the time is over."""
        with self._condition:
            self._condition.wait_for(lambda: self._rings != heard, seconds)


BELL = Bell()
