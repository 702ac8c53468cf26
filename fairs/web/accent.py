"""A fair's colour, made readable: darkened on light paper and lightened on dark until 4.5 : 1 is reached."""

from __future__ import annotations

from fairs.agenda.colours import DARK, LIGHT, readable


def stylesheet(accent: str) -> str:
    """The colour as a style sheet. What is no colour becomes the house's own."""
    light, dark = readable(accent, LIGHT, "#000000"), readable(accent, DARK, "#ffffff")
    return (
        f":root {{ --accent: {light}; }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; }} }}\n"
    )
