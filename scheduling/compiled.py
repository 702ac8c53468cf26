"""Compiles the inner loop where numba is installed; without it the same code runs as plain Python."""

import logging
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

numba: Any = None
with suppress(ImportError):  # the search still works, some fifty times slower
    numba = import_module("numba")

P = ParamSpec("P")
R = TypeVar("R")

AVAILABLE = numba is not None
SLOW = "numba is not installed: the search runs uncompiled and is some fifty times slower."

log = logging.getLogger(__name__)

OPTIONS = {
    "nogil": True,  # workers are threads
    "_nrt": False,  # nothing is allocated, and counting references to arrays takes nine tenths of the time
    "forceinline": True,  # a call that hands over all arrays of a board takes longer than what it does
}


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function as machine code that is kept on disk and lets other threads run, if that can be had."""
    if numba is None:
        return function
    try:
        cached: Callable[P, R] = numba.njit(cache=True, **OPTIONS)(function)
    except RuntimeError:  # neither beside the source nor in the home is there a folder to write the cache to
        log.warning("No folder for compiled code can be written to: it is compiled again in every process.")
        cached = numba.njit(**OPTIONS)(function)
    return cached
