"""The fair's accent colour: how well it can be read, and as far as calendars and paper can show it."""

from __future__ import annotations

import re

BRAND = "#0e5c4d"
LIGHT = "#faf8f4"  # --paper of tokens.css
DARK = "#121715"
ENOUGH = 4.5  # for words
SEEN = 3.0  # for a stripe
STEPS = 20
LINEAR_BELOW = 0.04045  # of sRGB
HEXADECIMAL = re.compile(r"#[0-9a-fA-F]{6}")
NAMED = {  # calendars know colours by their names in CSS
    "black": "#000000",
    "gray": "#808080",
    "maroon": "#800000",
    "brown": "#a52a2a",
    "red": "#ff0000",
    "tomato": "#ff6347",
    "sienna": "#a0522d",
    "chocolate": "#d2691e",
    "orange": "#ffa500",
    "gold": "#ffd700",
    "olive": "#808000",
    "green": "#008000",
    "seagreen": "#2e8b57",
    "teal": "#008080",
    "steelblue": "#4682b4",
    "royalblue": "#4169e1",
    "navy": "#000080",
    "indigo": "#4b0082",
    "purple": "#800080",
    "mediumvioletred": "#c71585",
}


def hexadecimal(accent: str) -> str:
    """The accent if it is a colour, the house's own otherwise: it ends up inside a style sheet."""
    return accent.lower() if HEXADECIMAL.fullmatch(accent) else BRAND


def css_name(accent: str) -> str:
    """The name of the colour nearest to the accent."""
    wanted = _channels(hexadecimal(accent))

    def distance(name: str) -> int:
        return sum((one - other) ** 2 for one, other in zip(wanted, _channels(NAMED[name]), strict=True))

    return min(NAMED, key=distance)


def readable(accent: str, ground: str, towards: str, enough: float = ENOUGH) -> str:
    """The nearest colour on the way to black or white that can be read on a ground."""
    colour = hexadecimal(accent)
    mixed = (_mix(colour, towards, step / STEPS) for step in range(STEPS + 1))
    return next(found for found in mixed if contrast(found, ground) >= enough)


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG between two colours."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= LINEAR_BELOW else float(((value + 0.055) / 1.055) ** 2.4)


def _mix(colour: str, towards: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(towards), strict=True)
    return "#" + bytes(round(one + (other - one) * share) for one, other in pairs).hex()


def _channels(colour: str) -> bytes:
    return bytes.fromhex(colour.removeprefix("#"))
