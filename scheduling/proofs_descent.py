"""The other way to the fewest breaks: from the best schedule that is known downward, beside the way upward.

Half of the time of a hard proof goes into finding the last schedule; a second solver looks for it while the
first one still refuses what is too few. Whichever answers first, the other way ends where they meet.
"""

from collections.abc import Callable

from scheduling.proofs_oracle import Answer, Oracle


class Descent:
    """A solver that is asked for ever fewer breaks.

    ``question`` puts a limit of the breaks as literals, ``found`` takes a schedule within it, and ``refused``
    hears how many breaks there are at least.
    """

    def __init__(
        self,
        oracle: Oracle,
        question: Callable[[int], list[int] | None],
        found: Callable[[Answer], None],
        refused: Callable[[int], None],
    ) -> None:
        self._oracle, self._question, self._found, self._refused = oracle, question, found, refused
        self._limit: int | None = None
        self._alive = True

    def tend(self, limit: int) -> None:
        """Hear an answer if there is one, and ask for no more breaks than ``limit`` next."""
        if self._limit is not None:
            answer = self._oracle.wait(0.0)
            if answer is None:
                return
            self._note(answer, self._limit)
            self._limit = None
            return
        question = self._question(limit) if self._alive else None
        if question is not None:
            self._limit = limit
            self._oracle.ask(question)

    def _note(self, answer: Answer, limit: int) -> None:
        if answer.holds is None:
            self._alive = False
        elif answer.holds:
            self._found(answer)
        else:
            self._refused(limit + 1)

    def close(self) -> None:
        """End the solver."""
        self._oracle.close()
