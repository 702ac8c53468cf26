"""In which encoding a text is that came without saying so.

UTF-8 checks itself. What is none is an eight-bit text of some spreadsheet program: Windows-1252 from Excel on
Windows, Mac Roman from Excel on a Mac. Both can read nearly everything; only one of them makes words of it.
"""

from __future__ import annotations

import re

from fairs.sheets.folder import BINARY, MARKS, NotText

ENCODINGS: dict[str, str] = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "iso8859-15": "ISO 8859-15",
    "mac-roman": "Mac Roman",
    "cp850": "DOS (850)",
}
"""Those that can be chosen, and how people know them."""

IN_WORDS = re.compile(
    "[a-zA-Z ][àâäçéèêëîïôöùûüÿœæñ]+(?=[a-z ,;.'’\t\r\n\"]|$)"  # within a word, or at its end
    "|[ÉÈÀÇÊÎŒ][a-z]|[a-z]’[a-zéêh]|« | »",
    re.MULTILINE,
)
AT_FIRST = 200_000  # signs that are looked at
EVERY_OTHER = 0.3  # so many bytes are zero in an UTF-16 of Latin letters
MARKUP = ("%pdf", "{\\rtf", "<!doctype", "<html", "<?xml")


def decoded(content: bytes, encoding: str = "") -> tuple[str, str]:
    """A text, and the encoding in which it was read: the one that is asked for, or the likeliest.

    Raises NotText.
    """
    for candidate in [encoding] if encoding in ENCODINGS else _candidates(content):
        try:
            text = content.decode(candidate)
        except (UnicodeDecodeError, UnicodeError):
            continue
        text = text.removeprefix("\ufeff")
        if not BINARY.search(text) and not text.lstrip().lower().startswith(MARKUP):
            return text, "utf-16" if candidate.startswith("utf-16") else candidate.removesuffix("-sig")
    raise NotText


def _candidates(content: bytes) -> list[str]:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return [encoding]
    sample = content[:AT_FIRST]
    if len(sample) > 1 and sample.count(0) > EVERY_OTHER * len(sample):
        return ["utf-16-le" if sample[1:2] == b"\0" else "utf-16-be"]
    eight_bit = sorted(("cp1252", "mac-roman"), key=lambda encoding: -_words(sample, encoding))
    return ["utf-8", *eight_bit, "iso8859-15"]


def _words(sample: bytes, encoding: str) -> int:
    """How many accents stand where they stand in words of French and English."""
    text = sample.decode(encoding, errors="replace")
    return sum(len(found) for found in IN_WORDS.findall(text)) - text.count("\ufffd")
