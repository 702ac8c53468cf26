"""The families of organisations, each with a hue and a letter: colour is never the only sign.

The hues stay apart for the colour-blind; the letters mean the same in French and in English.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairs.texts import N_


@dataclass(frozen=True)
class Family:
    """One of the six, as screens, papers and spreadsheets show it."""

    key: str
    letter: str
    colour: str
    label: str  # a message of the catalogue


FAMILIES = (
    Family("ess", "S", "#009e73", N_("Social and solidarity economy")),
    Family("classic", "E", "#0072b2", N_("Enterprise")),
    Family("public", "P", "#cc79a7", N_("Public body")),
    Family("support", "R", "#e69f00", N_("Support network")),
    Family("funder", "F", "#d55e00", N_("Funder")),
    Family("citizen", "C", "#6c757d", N_("Citizens")),
)
ALONE = ("citizen",)  # kinds whose people may come for themselves, without organisation or number
BY_KEY = {family.key: family for family in FAMILIES}


def family_of(key: str) -> Family | None:
    """The family of that key; None where it is unknown or was left open."""
    return BY_KEY.get(key.strip().casefold())
