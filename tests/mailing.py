"""A mail server on this machine."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

from tests.serving import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def a_mail_server(handler: Any, port: int | None = None) -> Iterator[str]:
    """Let a handler of aiosmtpd take what is sent to an address, on a free port unless one is given."""
    controller = Controller(handler, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()
