"""A card as a picture of 1200 by 630, in the type and the colours of the house."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import font_source_sans_pro
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fairs.agenda.card import Card

SIZE = WIDTH, HEIGHT = 1200, 630  # as the Open Graph has it
LEFT, RIGHT, TOP, BOTTOM = 88, 72, 64, 60
STRIPE = 24
PAPER, INK, MUTED, BAD = "#faf8f4", "#1b2421", "#57615c", "#ab2a20"
TITLE_SIZES = (84, 72, 62, 54, 46)
TITLE_LINES = 3
PLACE_SIZES = (36, 33, 30, 28)
ELLIPSIS = "…"
KEPT = 64  # pictures that are kept; each takes some thirty kilobytes


@lru_cache(KEPT)
def draw(card: Card) -> bytes:
    """The picture as PNG; the same bytes for the same card."""
    picture = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(picture)
    canvas.rectangle((0, 0, STRIPE, HEIGHT), fill=card.accent)
    _text(canvas, (LEFT, TOP), card.above, _font("Semibold", 32), MUTED)
    _title(canvas, card)
    when, colour = (f"{card.off} · {card.when}", BAD) if card.off else (card.when, INK)
    _text(canvas, (LEFT, HEIGHT - BOTTOM - 158), when, _font("Semibold", 44), colour)
    _text(canvas, (LEFT, HEIGHT - BOTTOM - 98), card.where, _fitting(card.where), INK)
    _text(canvas, (LEFT, HEIGHT - BOTTOM - 36), card.below, _font("Regular", 30), MUTED)
    file = io.BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _title(canvas: ImageDraw.ImageDraw, card: Card) -> None:
    """As large as it can be in three lines."""
    for size in TITLE_SIZES:
        font = _font("Bold", size)
        lines = list(_lines(card.title, font))
        if len(lines) <= TITLE_LINES and all(font.getlength(line) <= _room() for line in lines):
            break
    if len(lines) > TITLE_LINES:
        lines = [*lines[: TITLE_LINES - 1], " ".join(lines[TITLE_LINES - 1 :])]
    y = TOP + 58.0
    for line in lines:
        _text(canvas, (LEFT, y), line, font, INK)
        y += size * 1.08


def _lines(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > _room():
            yield line
            longer = word
        line = longer
    yield line


def _text(
    canvas: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    font: ImageFont.FreeTypeFont,
    colour: str,
) -> None:
    """One line, cut where the card ends."""
    shown = text
    while shown and font.getlength(shown) > _room():
        shown = shown.removesuffix(ELLIPSIS)[:-1].rstrip() + ELLIPSIS
        if shown == ELLIPSIS:
            break
    canvas.text(at, shown, font=font, fill=colour)


def _fitting(text: str) -> ImageFont.FreeTypeFont:
    """The largest type in which a place with its street and town has room, as far as one can read it."""
    fonts = [_font("Regular", size) for size in PLACE_SIZES]
    return next((font for font in fonts if font.getlength(text) <= _room()), fonts[-1])


def _room() -> float:
    return WIDTH - LEFT - RIGHT


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    folder = font_source_sans_pro.font_directory
    return ImageFont.truetype(
        f"{folder}/SourceSansPro-{weight}.ttf", size, layout_engine=ImageFont.Layout.BASIC
    )
