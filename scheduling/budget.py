"""How long a search may go on."""

import sys
import time
from collections.abc import Callable


class Budget:
    """Seconds, steps or both, whichever ends first; cancellation ends either.

    Steps alone make an answer that is always the same.
    """

    def __init__(
        self,
        seconds: float | None,
        steps: int | None = None,
        cancelled: Callable[[], bool] | None = None,
        reserve: float = 0.0,
    ) -> None:
        self.begun = time.monotonic()
        self.seconds = seconds
        self.steps = steps
        self.done = 0
        """Steps of one worker so far."""
        self.cancelled = cancelled
        self.reserve = reserve
        """Seconds beyond those of the search, for what comes after it."""
        self.interrupted = False
        """Whether whoever uses it is asked to stop, though something is left."""

    def part(self, steps: int) -> "Budget":
        """What is left of it, but not more than these steps."""
        seconds = None if self.seconds is None else max(0.0, self.seconds - self.elapsed())
        allowed = steps if self.steps is None else max(0, min(steps, self.steps - self.done))
        return Budget(seconds, allowed, self.cancelled)

    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.begun

    def rest(self) -> float | None:
        """The seconds left for what comes after the search; nothing where only steps count."""
        return None if self.seconds is None else max(0.0, self.seconds + self.reserve - self.elapsed())

    def reported(self) -> float:
        """The seconds that a solution tells: none where only steps count, so that its bytes are the same."""
        return 0.0 if self.seconds is None else round(self.elapsed(), 2)

    def share(self) -> float:
        """How much of it is used, from 0 to 1."""
        used = 0.0
        if self.steps is not None:
            used = self.done / max(1, self.steps)
        if self.seconds is not None:
            used = max(used, self.elapsed() / max(self.seconds, 1e-9))
        return min(1.0, used)

    def left(self, rate: float) -> int:
        """About how many steps it still allows one worker who does ``rate`` of them a second."""
        least = sys.maxsize
        if self.steps is not None:
            least = self.steps - self.done
        if self.seconds is not None:
            least = min(least, int((self.seconds - self.elapsed()) * rate))
        return max(0, least)

    def cut_off(self) -> bool:
        """Whether the time is over or somebody cancelled."""
        late = self.seconds is not None and self.elapsed() >= self.seconds
        return late or (self.cancelled is not None and self.cancelled())

    def over(self) -> bool:
        """Whether to come to an end."""
        return self.interrupted or self.share() >= 1.0 or self.cut_off()
