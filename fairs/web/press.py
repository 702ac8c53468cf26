"""Paper on demand: drawn in a process of its own, so that other pages do not wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import current_app

from fairs.agenda.pdf import PaperUnavailable
from fairs.delivery.processes import ChildFailed, Processes

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

Value = TypeVar("Value")
PRESS = "maillage.press"


def printed(draw: Callable[[Value], bytes], value: Value) -> bytes:
    """What `draw` makes of a value. Raises PaperUnavailable where the libraries that set type are missing."""
    press: Processes = current_app.extensions.setdefault(PRESS, Processes(at_most=1))
    try:
        return press.run(draw, value)
    except ChildFailed as failure:
        kind, _, sentence = str(failure).partition(": ")
        if kind == PaperUnavailable.__name__:
            raise PaperUnavailable(sentence) from failure
        raise


def close(app: Flask) -> None:
    """End the process, if one was ever needed."""
    press: Processes | None = app.extensions.pop(PRESS, None)
    if press is not None:
        press.close()
