# ruff: noqa: RUF001 - the characters themselves
"""Every character that our papers can print has a glyph in the font they carry."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

from fairs import paths
from fairs.agenda.paper import WEIGHTS, font_directory
from tests.agenda.samples import NAMES

FRENCH = "àâäæçéèêëîïôœöùûüÿÀÂÄÆÇÉÈÊËÎÏÔŒÖÙÛÜŸ«»’‘“”–—…·•°№€†\u00a0\u202f\u2011"
NEIGHBOURS = "ßñ¿¡ãõåøÅØłŁżźćńśąęőűșțăğıİşčďěňřšťůžĐđ"
GREEK = "".join(map(chr, [*range(0x391, 0x3A2), *range(0x3A3, 0x3CF)]))
CYRILLIC = "".join(map(chr, range(0x400, 0x460)))
FALLBACK = {"\u2011"}  # drawn as a hyphen by the layout


def catalogue() -> str:
    text = ""
    for source in paths.translations().glob("*/LC_MESSAGES/messages.po"):
        with source.open("rb") as written:
            for message in read_po(written):
                strings = message.string if isinstance(message.string, tuple | list) else [message.string]
                text += "".join(strings)
    return text


@pytest.mark.pains(31)
@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_font_has_every_glyph(weight: int) -> None:
    known = TTFont(font_directory() / f"SourceSansPro-{WEIGHTS[weight]}.ttf").getBestCmap()
    templates = "".join(
        path.read_text(encoding="utf-8") for path in (paths.templates() / "print").glob("*.html")
    )
    names = "".join(name for pair in NAMES for name in pair)
    wanted = set(FRENCH + NEIGHBOURS + GREEK + CYRILLIC + names + templates) - FALLBACK
    missing = {char for char in wanted if char.isprintable() and ord(char) not in known}
    assert missing == set()


@pytest.mark.pains(31)
def test_the_font_is_static() -> None:
    assert all(
        "fvar" not in TTFont(font_directory() / f"SourceSansPro-{name}.ttf") for name in WEIGHTS.values()
    )
