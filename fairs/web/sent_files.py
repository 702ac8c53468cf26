"""Files in forms: larger posts where a view asks for files, and of each file no more than may be kept.

What is beyond is read and dropped, so that a form with too large a file comes back whole: with everything
that was typed, and a sentence at the file.
"""

from __future__ import annotations

from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, TypeVar

import flask
from flask import current_app, request, send_file

from fairs.domain.uploads import MEDIA_TYPES, SIZE_AT_MOST

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask, Response
    from werkzeug.datastructures import FileStorage

    from fairs.models import Upload

View = TypeVar("View", bound="Callable[..., Any]")

POST_AT_MOST = 64_000_000  # bytes that are read at all
KEPT_OF_A_POST = 4 * SIZE_AT_MOST
IN_MEMORY = 500_000

_TAKING: set[Callable[..., Any]] = set()


def takes_files(view: View) -> View:
    """Say that a view's form may hold files."""
    _TAKING.add(view)
    return view


class Capped(SpooledTemporaryFile[bytes]):
    """As much of a file as may be kept, and whether there was more."""

    def __init__(self, room: int) -> None:
        super().__init__(max_size=IN_MEMORY)
        self.room, self.cut = room, False

    def write(self, chunk: Any) -> int:
        """Keep what there is room for; the rest counts as written."""
        kept = chunk[: self.room]
        self.cut = self.cut or len(kept) < len(chunk)
        self.room -= super().write(kept)
        return len(chunk)


class Request(flask.Request):
    """Flask's, with files that are cut where they are too large."""

    room = KEPT_OF_A_POST

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        del total_content_length, content_type, filename, content_length  # what is said is not believed
        room = min(SIZE_AT_MOST, self.room)
        self.room -= room
        return Capped(room)


def install(app: Flask) -> None:
    """Let those views get more than the others. It must be known before the form is read, by whomever."""
    app.request_class = Request
    app.url_value_preprocessor(_make_room)


def is_cut(sent: FileStorage) -> bool:
    """Whether there was more of it than may be kept."""
    return bool(getattr(sent.stream, "cut", False))


def attached(upload: Upload) -> Response:
    """A file that was kept, to be taken home: never shown by the browser as if it were a page of ours."""
    response = send_file(
        BytesIO(upload.content),
        mimetype=MEDIA_TYPES[upload.media_type],
        as_attachment=True,
        download_name=upload.name,
        max_age=0,
    )
    response.headers["Cache-Control"] = "private, no-store"  # nor by whatever lies between
    return response


def _make_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    if endpoint is not None and current_app.view_functions.get(endpoint) in _TAKING:
        request.max_content_length = POST_AT_MOST
