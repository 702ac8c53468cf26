"""The fair's accent colour, as far as calendars and paper can show it."""

from __future__ import annotations

import re

BRAND = "#0e5c4d"
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


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
