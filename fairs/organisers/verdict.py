"""How good a grid is, in sentences: what has a place, and how far it is from the best possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fairs.models import Schedule


def placed(schedule: Schedule) -> str:
    """How many meetings have a place, and how many breaks people have between them."""
    figures = schedule.figures
    breaks = ngettext("%(num)d break", "%(num)d breaks", figures["breaks"])
    return str(
        _(
            "%(placed)d of %(requests)d meetings placed, %(breaks)s.",
            placed=figures["placed"],
            requests=figures["requests"],
            breaks=breaks,
        )
    )


def distance(schedule: Schedule) -> str:
    """What is proven about any other grid."""
    return " ".join(_sentences(schedule))


def _sentences(schedule: Schedule) -> Iterator[str]:
    figures, bounds = schedule.figures, schedule.bounds
    if figures["weight"] < bounds["weight"]:
        more = 100 * (bounds["weight"] / max(figures["weight"], 1) - 1)
        yield _(
            "No grid can place more than %(more)s %% above that, by weight.", more=format_decimal(more, "0.0")
        )
    elif figures["placed"] < figures["requests"]:
        yield _("No grid can place more, by weight: that is proven.")
    if figures["breaks"] > bounds["breaks"] > 0:
        yield ngettext(
            "No grid can have fewer than %(num)d break.",
            "No grid can have fewer than %(num)d breaks.",
            bounds["breaks"],
        )
    elif 0 < figures["breaks"] == bounds["breaks"]:
        yield _("No grid can have fewer breaks: that is proven.")
