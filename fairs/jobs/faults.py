"""What is told of an error: in words to people, and to the log."""

from __future__ import annotations

from traceback import format_tb

from fairs.agenda.characters import one_line
from fairs.errors import FairError

WITHIN = "Something went wrong within the program (%(error)s). Its log says where."


def in_words(error: Exception) -> str:
    """For people: who organises a fair reads this. Words of others are made fit for the database."""
    if isinstance(error, FairError):
        return one_line(str(error))
    return WITHIN % {"error": type(error).__name__}


def for_log(error: Exception) -> dict[str, str]:
    """What a log may keep: which error, and where. Its own words may name people, or hold what they wrote."""
    if isinstance(error, FairError):
        status = str(error.values.get("status", ""))  # numbers, of a mail server or a webhook
        return {"error": type(error).__name__, "sentence": error.message, "status": status}
    return {"error": type(error).__name__, "exception": _traced(error)}


def _traced(error: BaseException | None) -> str:
    """A traceback as one knows it, without what the errors say."""
    traces: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        lines = "".join(format_tb(error.__traceback__))
        traces.append(f"Traceback (most recent call last):\n{lines}{type(error).__name__}")
        error = error.__cause__ or error.__context__
    return "\n\n".join(reversed(traces))
