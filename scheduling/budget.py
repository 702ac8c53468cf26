"""How long a search may go on."""

import time
from collections.abc import Callable


class Budget:
    """Seconds or, for an answer that is always the same, steps; cancellation ends either."""

    def __init__(self, seconds: float, steps: int | None, cancelled: Callable[[], bool] | None = None) -> None:
        self.begun = time.monotonic()
        self.seconds = seconds
        self.steps = steps
        self.done = 0
        """Steps of one worker so far."""
        self._cancelled = cancelled or (lambda: False)

    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.begun

    def reported(self) -> float:
        """The seconds that go into a solution: none where steps are limited, so that its bytes are the same."""
        return 0.0 if self.steps is not None else round(self.elapsed(), 2)

    def cancelled(self) -> bool:
        """Whether somebody has asked to stop."""
        return self._cancelled()

    def share(self) -> float:
        """How much of it is used, from 0 to 1."""
        if self.steps is not None:
            return min(1.0, self.done / max(1, self.steps))
        return min(1.0, self.elapsed() / max(self.seconds, 1e-9))

    def over(self) -> bool:
        """Whether to come to an end."""
        return self.share() >= 1.0 or self.cancelled()
