"""What a PDF holds, for tests: text, structure, fonts, attachments."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Iterator


def opened(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def texts_of(data: bytes) -> list[str]:
    """The text of each page, every space alike, broken lines joined."""
    return [" ".join(page.extract_text().split()) for page in opened(data).pages]


def bare(text: str) -> str:
    """Without any space: a line of paper may break anywhere."""
    return "".join(text.split())


def fonts_of(data: bytes) -> set[str]:
    """The families that are embedded, without the tag of the subset."""
    return {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in opened(data).pages
        for font in page["/Resources"].get_object().get("/Font", {}).values()
    }


def structure(data: bytes) -> list[str]:
    """The kinds of the structure's elements in reading order."""
    return list(_kinds(opened(data).trailer["/Root"]["/StructTreeRoot"]))


def _kinds(element: Any) -> Iterator[str]:
    element = element.get_object()
    if isinstance(element, list):
        for child in element:
            yield from _kinds(child)
    elif isinstance(element, dict):
        if "/S" in element:
            yield str(element["/S"])[1:]
        if "/K" in element:
            yield from _kinds(element["/K"])


def bookmarks(data: bytes) -> list[str]:
    return [str(item["/Title"]) for item in opened(data).outline]  # type: ignore[index, call-overload]
