"""Long answers, read and sent a piece at a time.

Each piece is read as if it were asked anew: between two of them nothing is held, neither a transaction nor a
connection, however slowly the other side takes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import Response
from flask.globals import request_ctx

from fairs.web import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.ctx import RequestContext

Where = TypeVar("Where")


def in_pieces(
    head: str, read: Callable[[Where | None], tuple[str, Where | None]], content_type: str
) -> Response:
    """`read` is told where to go on and returns a piece, and where the next begins; None: there is none."""
    return Response(_pieces(head, read, request_ctx.copy), content_type=content_type)


def _pieces(
    head: str,
    read: Callable[[Where | None], tuple[str, Where | None]],
    context: Callable[[], RequestContext],
) -> Iterator[str]:
    yield head
    where: Where | None = None
    while True:
        with context():
            transaction.begin()
            piece, where = read(where)
        yield piece
        if where is None:
            return
