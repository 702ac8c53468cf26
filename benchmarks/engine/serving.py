"""The other end of a player's pipe: jobs come in as lines of JSON, answers go out the same way."""

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

Job = dict[str, Any]
Answer = dict[str, Any]
KIB = 1024


def figure(answer: Answer | None, name: str) -> Any:
    """One value of an answer; ``None`` where there is no answer, or no such value in it."""
    return None if answer is None else answer.get(name)


def serve(tasks: dict[str, Callable[[Job], Answer]]) -> None:
    """Say that all is loaded and compiled; then do jobs until there are no more.

    Whatever a task prints goes to standard error, so that nothing but answers reaches the pipe.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def put(answer: Answer) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    put({"ready": True})
    for line in sys.stdin:
        job = json.loads(line)
        put(tasks[job["task"]](job) | {"mb": peak()})


def peak() -> float:
    """The most memory that this process, or any child of it, has had at once, in MiB."""
    usages = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(max(usages) / KIB, 1)
