"""What people type, made fit for a file: no control characters, one kind of line end, nothing unencodable.

Input is checked where it comes in; what comes out must be whole all the same, because a delivery that raises
would be tried for ever.
"""

from __future__ import annotations

import unicodedata

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # how what a spreadsheet would reckon begins
LIKE_FORMULAS = (*FORMULA, "\ufeff", "＝", "＋", "－", "＠")  # noqa: RUF001 - some programs take the wide ones too


def clean(text: str) -> str:
    """The text with newlines as its only control characters."""
    unbroken = "\n".join(text.encode("utf-8", "replace").decode("utf-8").splitlines())
    return "".join(char for char in unbroken if char == "\n" or unicodedata.category(char) != "Cc")


def one_line(text: str) -> str:
    """The text on one line. Spaces that must not break stay as they are."""
    return " ".join(filter(None, (line.strip(" ") for line in clean(text.replace("\t", " ")).split("\n"))))


def unspaced(text: str) -> str:
    """An address (mail, web) without what no address contains."""
    return "".join(clean(text).split())


def alphabetical(text: str) -> tuple[str, str]:
    """A key that sorts É with E, as in a list of names on paper."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return bare.casefold(), text


def never_a_formula(cell: str) -> str:
    """A cell of a CSV, in which what begins like a formula is marked as text."""
    return f"'{cell}" if cell.lstrip(" ").startswith(LIKE_FORMULAS) else cell
