"""A fair's colour, made readable: darkened on light paper and lightened on dark until 4.5 : 1 is reached."""

from __future__ import annotations

from fairs.agenda.colours import hexadecimal

LIGHT = "#faf8f4"  # --paper of tokens.css
DARK = "#121715"
ENOUGH = 4.5
STEPS = 20
LINEAR_BELOW = 0.04045  # of sRGB


def stylesheet(accent: str) -> str:
    """The colour as a style sheet. What is no colour becomes the house's own."""
    light, dark = readable(accent, LIGHT, "#000000"), readable(accent, DARK, "#ffffff")
    return (
        f":root {{ --accent: {light}; }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; }} }}\n"
    )


def readable(accent: str, ground: str, towards: str) -> str:
    """The nearest colour on the way to black or white that can be read on a ground."""
    colour = hexadecimal(accent)
    mixed = (_mix(colour, towards, step / STEPS) for step in range(STEPS + 1))
    return next(found for found in mixed if contrast(found, ground) >= ENOUGH)


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
